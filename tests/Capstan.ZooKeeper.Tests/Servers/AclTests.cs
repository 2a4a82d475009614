using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Servers;

/// <summary>Credentials and access lists.</summary>
public sealed class AclTests(SharedServer shared) : ServerTest(shared)
{
    private static readonly ZooKeeperCredentials Anna = new("anna", "secret");

    [Fact(Timeout = Deadline)]
    public async Task With_credentials_every_node_is_its_creators_alone()
    {
        var anna = await ConnectAsync(Options() with { Credentials = Anna });
        await anna.CreateAsync("/n", Bytes("hers"), cancellationToken: Token);
        await anna.MultiAsync([NodeOperation.Create("/m", default)], Token);

        foreach (var path in new[] { "/", "/n", "/m" })
        {
            var entry = Assert.Single((await anna.GetAclAsync(path, Token)).Entries);
            Assert.Equal(NodePermissions.All, entry.Permissions);
            Assert.Equal("digest", entry.Scheme);
            Assert.StartsWith("anna:", entry.Id);
        }
    }

    [Theory(Timeout = Deadline)]
    [InlineData(null, null)]
    [InlineData("anna", "wrong")]
    [InlineData("ben", "secret")]
    public async Task Others_are_refused_and_told_so(string? user, string? password)
    {
        var anna = await ConnectAsync(Options() with { Credentials = Anna });
        await anna.CreateAsync("/n", Bytes("hers"), cancellationToken: Token);
        var other = await ConnectAsync(Options() with { Credentials = user is null ? null : new ZooKeeperCredentials(user, password!) });

        var fault = await RefusedAsync(ZooKeeperError.NoAuth, () => other.GetAsync("/n", Token));

        Assert.Equal("/n", fault.Path);
        Assert.Contains("no right", fault.Message);
        Assert.DoesNotContain("secret", fault.ToString());
        await RefusedAsync(ZooKeeperError.NoAuth, () => other.SetAsync("/n", default, cancellationToken: Token));
        await RefusedAsync(ZooKeeperError.NoAuth, () => other.CreateAsync("/x", default, cancellationToken: Token));
        var results = await other.MultiAsync([NodeOperation.Delete("/n")], Token);
        Assert.Equal(ZooKeeperError.NoAuth, Assert.Single(results).Error);
    }

    [Fact(Timeout = Deadline)]
    public async Task Without_credentials_nodes_are_open()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/n", default, cancellationToken: Token);
        Assert.Equal(NodeAcl.Open, (await client.GetAclAsync("/n", Token)).Entries);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_list_of_ones_own_is_kept_and_changed_conditionally()
    {
        var anna = await ConnectAsync(Options() with { Credentials = Anna });
        await anna.CreateAsync("/n", Bytes("shown"), NodeKind.Persistent, [.. NodeAcl.Creator, new(NodePermissions.Read, "world", "anyone")], Token);
        var other = await ConnectAsync();
        Assert.Equal("shown", Text(await other.GetAsync("/n", Token)));

        await RefusedAsync(ZooKeeperError.BadVersion, () => anna.SetAclAsync("/n", NodeAcl.Creator, version: 3, Token));
        var stat = await anna.SetAclAsync("/n", NodeAcl.Creator, version: 0, Token);
        Assert.Equal(1, stat.AclVersion);
        await RefusedAsync(ZooKeeperError.NoAuth, () => other.GetAsync("/n", Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task The_default_list_can_be_another()
    {
        var anna = await ConnectAsync(Options() with { Credentials = Anna, Acl = NodeAcl.Open });
        await anna.CreateAsync("/n", default, cancellationToken: Token);
        Assert.Equal(NodeAcl.Open, (await anna.GetAclAsync("/n", Token)).Entries);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_list_for_the_creator_without_credentials_is_refused()
    {
        var client = await ConnectAsync();
        await RefusedAsync(ZooKeeperError.InvalidAcl, () => client.CreateAsync("/n", default, NodeKind.Persistent, NodeAcl.Creator, Token));
    }

    [Fact]
    public void A_password_is_never_shown() =>
        Assert.DoesNotContain("secret", new ZooKeeperOptions { Servers = [new("localhost")], Credentials = Anna }.ToString());
}
