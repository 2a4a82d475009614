namespace Capstan.Tests.StackFiles;

public sealed class TranscriptTests : IDisposable
{
    private readonly StackFileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Render_SixDifferentMistakes_GivesSixMessagesWithLinesAndRemedies()
    {
        const string Text = """
            name: shop
            gateway:
              listen: 8080
            services:
              users:
                command: [./users]
                routes: [api/users]
              acts:
                comand: [./acts]
                ports: 8000-8003
                scale: { widnow: 5s, max: 10 }
                health: { interval: 1s, timeout: 2s }
            """;

        Assert.Equal(
            """
            capstan.yaml:3:11: gateway.listen: '8080' is not an address to listen on
                write host:port with a port up to 65535, such as 127.0.0.1:8080, 0.0.0.0:80 or [::]:80
            capstan.yaml:7:14: services.users.routes[0]: the route 'api/users' must start with '/'
                write '/api/users', or 'host.name/path' for one host only
            capstan.yaml:9:5: services.acts.comand: unknown key; did you mean 'command'?
            capstan.yaml:10:12: services.acts.ports: the range holds 4 ports and up to 10 replicas (scale.max) need 10
                write 8000-8009, or fewer replicas
            capstan.yaml:11:14: services.acts.scale.widnow: unknown key; did you mean 'window'?
            capstan.yaml:12:38: services.acts.health.timeout: the timeout (2s) is longer than the interval (1s)
                let timeout be at most interval
            6 faults; nothing was started.

            """, _folder.Transcript(Text));
    }

    [Fact]
    public void Render_FaultOfAnOverride_NamesItInsteadOfALine() => Assert.Equal(
        """
        --set services.acts.scael=1: services.acts.scael: unknown key 'scael'; did you mean 'scale'?
        --set services.acts.scale.window=5x: services.acts.scale.window: '5x' is not a duration
            write a number with a unit, such as 500ms, 30s, 2m, 1m30s or 1h
        2 faults; nothing was started.

        """,
        _folder.Transcript("{name: a, services: {acts: {command: [x]}}}", "services.acts.scale.window=5x", "services.acts.scael=1"));

    [Fact]
    public void Render_VariableWithoutQuotesInBraces_TellsToQuoteIt() => Assert.Contains(
        "    put quotes around ${NAME} inside brackets", _folder.Transcript("name: a\nservices: { acts: { drain: ${X} } }"));

    [Fact]
    public void Render_BrokenYaml_IsOneFaultWithItsLine() => Assert.Equal(
        """
        capstan.yaml:4:3: not valid YAML: a bracket, brace or quote before this place is not closed, or a value is misplaced
            mind indentation, quotes and brackets at this line and the one before
        1 fault; nothing was started.

        """, _folder.Transcript("name: a\nservices:\n  acts: [x\n  more: 1\n"));
}
