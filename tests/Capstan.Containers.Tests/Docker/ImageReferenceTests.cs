using Capstan.Containers.Docker;

namespace Capstan.Containers.Tests.Docker;

public sealed class ImageReferenceTests
{
    [Theory]
    [InlineData("users", "users", "latest")]
    [InlineData("users:2", "users", "2")]
    [InlineData("lab/users", "lab/users", "latest")]
    [InlineData("localhost:5000/users", "localhost:5000/users", "latest")]
    [InlineData("localhost:5000/users:3", "localhost:5000/users", "3")]
    [InlineData("users@sha256:ab", "users", "sha256:ab")]
    [InlineData("localhost:5000/users:3@sha256:ab", "localhost:5000/users", "sha256:ab")]
    public void Parse_Name_FindsRepositoryAndVersion(string image, string name, string version) =>
        Assert.Equal(new ImageReference(name, version), ImageReference.Parse(image));
}
