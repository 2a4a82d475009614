namespace Capstan.ZooKeeper.Tests.Nodes;

/// <summary>Paths and what they are under.</summary>
public sealed class NodePathTests
{
    [Theory]
    [InlineData("/", null)]
    [InlineData("/a", null)]
    [InlineData("/a/b.c/..d", null)]
    [InlineData("/ä/漢", null)]
    [InlineData("", "begin")]
    [InlineData("a", "begin")]
    [InlineData("/a/", "end")]
    [InlineData("//a", "empty")]
    [InlineData("/a/./b", "dots")]
    [InlineData("/..", "dots")]
    [InlineData("/a\n", "character")]
    [InlineData("/a\u009f", "character")]
    [InlineData("/a\uffff", "character")]
    public void Check_OfEachKind(string path, string? word)
    {
        if (word is null)
            NodePath.Check(path, "path");
        else
            Assert.Contains(word, Assert.Throws<ArgumentException>(() => NodePath.Check(path, "path")).Message);
    }

    [Theory]
    [InlineData("/a", "/", "a")]
    [InlineData("/a/b", "/a", "b")]
    [InlineData("/", "/", "")]
    public void A_path_has_a_parent_and_a_name(string path, string parent, string name)
    {
        Assert.Equal(parent, NodePath.Parent(path));
        Assert.Equal(name, NodePath.Name(path));
        if (name.Length > 0)
            Assert.Equal(path, NodePath.Under(parent, name));
    }

    [Fact]
    public void A_ladder_begins_at_the_top()
    {
        Assert.Equal(["/a", "/a/b", "/a/b/c"], NodePath.Ladder("/a/b/c"));
        Assert.Equal(["/a"], NodePath.Ladder("/a"));
    }

    [Theory]
    [InlineData("", "/a", "/a")]
    [InlineData("/r", "/", "/r")]
    [InlineData("/r/s", "/a", "/r/s/a")]
    public void A_root_goes_before_and_comes_off(string root, string inner, string outer)
    {
        var chroot = new Chroot(root);
        Assert.Equal(outer, chroot.Outer(inner));
        Assert.Equal(inner, chroot.Inner(outer));
    }
}
