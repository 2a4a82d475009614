#!/bin/sh
# As the official image does: begins as root, hands its folders to its user, and goes on as that one.
set -eu
chown -R zookeeper:zookeeper /data /datalog
cd /data
exec setpriv --reuid=zookeeper --regid=zookeeper --init-groups java -Xmx256m \
  -cp /etc/zookeeper/conf:/usr/share/java/zookeeper.jar:/usr/share/java/slf4j-simple.jar \
  org.apache.zookeeper.server.quorum.QuorumPeerMain /conf/zoo.cfg
