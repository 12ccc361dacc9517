package io.egresslens.bench;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import java.nio.charset.StandardCharsets;

/** fastjson2: an object of every line. */
final class FastjsonTreePeer extends LinePeer {
  @Override
  protected void line(byte[] block, int from, int to) {
    JSONObject line = JSON.parseObject(block, from, to - from, StandardCharsets.UTF_8);
    JSONArray records = line.getJSONArray("records");
    if (records == null) {
      record(line);
    } else {
      for (int i = 0; i < records.size(); i++) {
        record(records.getJSONObject(i));
      }
    }
  }

  private void record(JSONObject object) {
    JSONObject properties = object.getJSONObject("properties");
    record.category = object.getString("category");
    record.time = object.getString("time");
    record.firewall = object.getString("resourceId");
    record.message = properties.getString("msg");
    if (record.message == null) {
      record.protocol = properties.getString("Protocol");
      record.source = properties.getString("SourceIp");
      record.host = properties.getString("Fqdn");
      record.address = properties.getString("DestinationIp");
      record.port = properties.getIntValue("DestinationPort");
      record.action = properties.getString("Action");
      record.collection = properties.getString("RuleCollection");
      record.rule = properties.getString("Rule");
    }
    counted();
  }
}
