using Capstan.Commands;
using Capstan.Tests.StackFiles;

namespace Capstan.Tests.Commands;

public sealed class PlanTextTests : IDisposable
{
    private readonly StackFileFolder _folder = new();

    public PlanTextTests() => FullFiles.Prepare(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_FullFile_TellsWhatWouldStart() => Assert.Equal(
        """
        Stack full: 3 services, 2 databases as child processes
        Gateway http://127.0.0.1:7080 https://0.0.0.0:7443

        SERVICE    REPLICAS             PORTS      ROUTES                                  RUNS          SCALING
        web        2 to 20              8000-8099  /api example.com/shop example.org/only  ./web --fast  every 5s: ceil(requests/30) replicas, 2 to 20, not counting /healthz
        fixed      3                    any free   none                                    ./fixed       fixed
        elsewhere  2 targets elsewhere  -          none                                    -             fixed

        DATABASE  FOLLOWERS  API                                    SCHEMA      SCALING
        main      2 to 20    http://127.0.0.1:7081 without a token  schema.sql  every 5s: floor(reads/30)+1 followers, 2 to 20
        second    3          http://127.0.0.1:7082                  none        fixed
        Database second runs on amqps://capstan@rabbit:5671/second and zookeepers://capstan@zoo:2281/second

        """,
        Written(FullFiles.Process));

    [Fact]
    public void Write_SmallFile_TellsTheDefaults() => Assert.Equal(
        """
        Stack full-docker: 1 service as Docker containers
        Gateway http://127.0.0.1:8080

        SERVICE  REPLICAS  PORTS  ROUTES  RUNS                                     SCALING
        acts     1         8000   none    registry.example.com:5000/team/acts:1.2  fixed

        """,
        Written(FullFiles.Docker));

    private string Written(string file)
    {
        var output = new StringWriter();
        PlanText.Write(_folder.Read(file).Spec!, new CliConsole { Out = output, Error = TextWriter.Null });
        return output.ToString();
    }
}
