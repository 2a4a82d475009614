using Capstan.Containers.Docker;
using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Tests.Docker;

public sealed class OwnContainerTests
{
    private const string Id = "3f4b2c1d3f4b2c1d3f4b2c1d3f4b2c1d3f4b2c1d3f4b2c1d3f4b2c1d3f4b2c1d";

    [Fact]
    public void IdIn_MountTableOfAContainer_IsTheContainersOwn() => Assert.Equal(Id, OwnContainer.IdIn(
    [
        "724 598 0:52 / / ro,relatime master:270 - overlay overlay rw,lowerdir=/l",
        $"733 724 254:1 /srv/docker/containers/{Id}/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/vda1 rw",
        $"734 724 254:1 /srv/docker/containers/{Id}/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw",
    ]));

    [Theory]
    [InlineData("26 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw")]
    [InlineData("90 26 0:49 / /var/lib/docker/containers/3f4b2c1d/mounts/shm rw - tmpfs shm rw")]
    [InlineData("91 26 254:1 /etc/hostname /etc/hostname rw - ext4 /dev/vda1 rw")]
    [InlineData("92 26 254:1 /containers/short/hostname /etc/hostname rw - ext4 /dev/vda1 rw")]
    [InlineData("")]
    public void IdIn_MountTableOfAHost_IsNone(string line) => Assert.Null(OwnContainer.IdIn([line]));

    [Theory]
    [InlineData("/var/lib/capstan", "/srv/volumes/state/_data")]
    [InlineData("/var/lib/capstan/databases/main", "/srv/volumes/state/_data/databases/main")]
    [InlineData("/var/lib/capstan/deep/x", "/home/x/deep/x")]
    [InlineData("/var/lib/capstan-other", null)]
    [InlineData("/tmp/x", null)]
    [InlineData("/etc/capstan/schema.sql", "/home/x/stack/schema.sql")]
    public void HostPathOf_Path_IsThatOfItsClosestMount(string path, string? expected)
    {
        var own = new OwnContainer(
            "capstan",
            "sha256:1",
            [
                new MountPoint("/srv/volumes/state/_data", "/var/lib/capstan"), new MountPoint("/home/x/deep", "/var/lib/capstan/deep"),
                new MountPoint("/home/x/stack/", "/etc/capstan"), new MountPoint("", "/tmp"),
            ],
            [],
            isOnHostNetwork: false);

        Assert.Equal(expected, own.HostPathOf(path));
    }

    [Fact]
    public void HostPathOf_WholeHostMounted_IsBelowItsRoot()
    {
        var own = new OwnContainer("capstan", "sha256:1", [new MountPoint("/", "/host")], [], isOnHostNetwork: false);

        Assert.Equal("/srv/x", own.HostPathOf("/host/srv/x"));
        Assert.Equal("/", own.HostPathOf("/host"));
    }
}
