namespace Capstan.Tests.StackFiles;

public sealed class RuleTests : IDisposable
{
    private readonly StackFileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("name: a", "the stack has no services")]
    [InlineData("name: a\nservices: {}", "the stack has no services")]
    [InlineData("services: {a: {command: [x]}}", "the stack has no name")]
    [InlineData("name: A\nservices: {a: {command: [x]}}", "'A' is not a name")]
    [InlineData("name: a\nservices: {-a: {command: [x]}}", "'-a' is not a name")]
    [InlineData("name: a\nservices: {a: }", "it has no value")]
    [InlineData("name: a\nservices: {a: {}}", "the process runtime needs a command")]
    [InlineData("name: a\nruntime: docker\nservices: {a: {command: [x]}}", "the docker runtime needs an image")]
    [InlineData("name: a\nservices: {a: {command: [x], memory: 64MiB}}", "only the docker runtime can keep this")]
    [InlineData("name: a\nruntime: docker\nservices: {a: {image: x, working_dir: .}}", "it has no effect on a container")]
    [InlineData("name: a\nservices: {a: {targets: ['h:1'], command: [x]}}", "a service with targets starts nothing, so this has no effect")]
    [InlineData("name: a\nservices: {a: {targets: []}}", "the list is empty")]
    [InlineData("name: a\nservices: {a: {targets: ['h:1', 'h:1']}}", "h:1 is listed 2 times")]
    [InlineData("name: a\nservices: {a: {targets: ['h']}}", "'h' is not a target")]
    [InlineData("name: a\nservices: {a: {command: [x], replicas: 2, scale: {}}}", "'replicas' is a fixed number and 'scale' changes it")]
    [InlineData("name: a\nservices: {a: {command: [x], replicas: 2, ports: 8000}}", "the range holds 1 port and 2 replicas need 2")]
    [InlineData("name: a\nservices: {a: {command: [x], ports: 8000-8019, scale: {}}, b: {command: [x], ports: 8009-8010}}", "port 8009 is already wanted by service a (8000-8009)")]
    [InlineData("name: a\nservices: {a: {command: [x], ports: 8080}}", "slot 0 would get port 8080, which gateway.listen (127.0.0.1:8080) has")]
    [InlineData("name: a\nadmin: {listen: '0.0.0.0:8080'}\nservices: {a: {command: [x]}}", "0.0.0.0:8080 is already taken by gateway.listen")]
    [InlineData("name: a\nservices: {a: {command: [x], routes: [/x]}, b: {command: [x], routes: [/y, /x/]}}", "the route /x already leads to service a")]
    [InlineData("name: a\ndatabases: {}", "no database stands below it")]
    [InlineData("name: a\ndatabases: {Main: {}}", "'Main' is not a name")]
    [InlineData("name: a\ndatabases: {main: {schema: absent.sql}}", "there is no file")]
    [InlineData("name: a\ndatabases: {main: {schema: .}}", "{folder} cannot be read")]
    [InlineData("name: a\ndatabases: {main: {queues: 'amqp://u@h/v'}}", "it runs on servers and membership does not")]
    [InlineData("name: a\ndatabases: {main: {membership: 'zookeeper://h:2181/p'}}", "it runs on servers and queues does not")]
    [InlineData("name: a\ndatabases: {main: {queues: 'amqp://127.0.0.1,far/v', membership: 'zookeeper://h'}}", "a broker lets its user guest in from its own machine alone, and far is another")]
    [InlineData("name: a\ndatabases: {main: {queues: 'amqp://u@h', membership: 'zookeeper://u@h'}}", "it has a user and no password")]
    [InlineData("name: a\ndatabases: {main: {queues: 'amqp://u@h', membership: {url: 'zookeeper://h', password_file: /proc/version}}}", "it has a password and no user")]
    [InlineData("name: a\ndatabases: {main: {queues: {password_file: /proc/version}, membership: 'zookeeper://h'}}", "the servers have no address")]
    [InlineData("name: a\ndatabases: {main: {auth: none}}", "'none' is not known here: its API asks for a bearer token")]
    [InlineData("name: a\ndatabases: {main: {open: true, listen: ':8081'}}", "everybody who reaches 0.0.0.0:8081 could read, change and crash the database")]
    [InlineData("name: a\ndatabases: {main: {session: 10s, hang: 10s}}", "hang (10s) is not longer than session (10s)")]
    [InlineData("name: a\ndatabases: {main: {session: 40s}}", "hang (30s) is not longer than session (40s)")]
    [InlineData("name: a\ndatabases: {main: {followers: 2, scale: {}}}", "'followers' is a fixed number and 'scale' changes it")]
    [InlineData("name: a\ndatabases: {main: {scale: {min: 3, max: 2}}}", "min is 3 and max is 2")]
    [InlineData("name: a\ndatabases: {main: {scale: {requests: 3}}}", "unknown key")]
    [InlineData("name: a\ndatabases: {main: {folowers: 3}}", "unknown key; did you mean 'followers'?")]
    [InlineData("name: a\ndatabases: {main: {listen: 127.0.0.1:8080}}", "127.0.0.1:8080 is already taken by gateway.listen")]
    [InlineData("name: a\ndatabases: {main: {}, second: {}}", "127.0.0.1:8081 is already taken by databases.main.listen")]
    [InlineData("name: a\nservices: {a: {command: [x], ports: 8081}}\ndatabases: {main: {}}", "slot 0 would get port 8081, which databases.main.listen (127.0.0.1:8081) has")]
    [InlineData("name: a\nservices: {main: {command: [x]}}\ndatabases: {main: {}}", "a service is named 'main', too")]
    [InlineData("name: a\nruntime: docker\ndatabases: {main: {}}", "its workers are containers, which do not reach queues and membership inside Capstan")]
    [InlineData("name: a\nruntime: docker\ndatabases: {main: {queues: 'amqp://u@localhost', membership: 'zookeeper://h'}}", "for its workers, which are containers, localhost is their own container")]
    [InlineData("name: a\nruntime: docker\ndatabases: {main: {queues: 'amqp://u@h', membership: 'zookeeper://a,127.0.0.1,[::1]'}}", "for its workers, which are containers, 127.0.0.1 is their own container")]
    [InlineData("name: a\ndatabases: {main: {image: 'A B'}}", "'A B' is not an image")]
    [InlineData("name: a\ngateway: {tls: {listen: ':1', certificate: c.pem, key: /dev/null}}\nservices: {a: {command: [x]}}", "there is no file")]
    [InlineData("name: a\ngateway: {tls: {listen: ':1', certificate: /dev/null, key: /dev/null}}\nservices: {a: {command: [x]}}", "certificate and key cannot be used together")]
    [InlineData("name: a\ngateway: {tls: {listen: ':1', certificate: c}}\nservices: {a: {command: [x]}}", "it is missing")]
    [InlineData("name: a\ngateway: {trust_forwarded: [10.0.0.1/8]}\nservices: {a: {command: [x]}}", "'10.0.0.1/8' is not a network")]
    [InlineData("name: a\ngateway: {access_log: {format: json}}\nservices: {a: {command: [x]}}", "the access log has no path")]
    [InlineData("name: a\ngateway: {access_log: {path: a.log, format: jsn}}\nservices: {a: {command: [x]}}", "'jsn' is not known; did you mean 'json'?")]
    [InlineData("name: a\ngateway: {access_log: [a.log]}\nservices: {a: {command: [x]}}", "a single value is wanted here")]
    [InlineData("nmae: a\nservices: {a: {command: [x]}}", "unknown key; did you mean 'name'?")]
    [InlineData("name: a\nservice: {a: {command: [x]}}", "unknown key; did you mean 'services'?")]
    [InlineData("name: a\nservices: {a: {commnad: [x]}}", "unknown key; did you mean 'command'?")]
    [InlineData("name: a\nservices: {a: {command: [x], routes: [{pth: /x}]}}", "unknown key; did you mean 'path'?")]
    [InlineData("name: a\ngateway: {tls: {listen: ':1', cert: c, key: /dev/null}}\nservices: {a: {command: [x]}}", "unknown key; did you mean 'certificate'?")]
    [InlineData("", "the file is empty")]
    [InlineData("- a", "the file holds a list and no keys")]
    [InlineData("name: a\nservices: {a: {command: [x]}}\n---\nname: b", "a second document begins here")]
    public void Read_BrokenRule_IsOneFault(string text, string message)
    {
        var fault = Assert.Single(_folder.Read(text).Faults);

        Assert.StartsWith(message.Replace("{folder}", _folder.Path), fault.Message);
        Assert.True(fault.Remedy is not null || fault.Message.Contains("did you mean"), "every fault tells its remedy");
    }

    [Theory]
    [InlineData("gateway: {listen: '0.0.0.0:8080'}\nservices: {a: {command: [x]}}")]
    [InlineData("gateway: {listen: '[::]:8080'}\nservices: {a: {command: [x]}}")]
    [InlineData("services: {a: {command: [x], image: x, port: 80, volumes: [data:/data]}}")]
    [InlineData("services: {a: {command: [x], ports: 8000-8099, scale: {}}}")]
    [InlineData("services: {a: {command: [x], ports: 8000-8099, scale: {}}, b: {command: [x], ports: 8081}}")]
    [InlineData("services: {a: {command: [x], ports: 8000, publish: 127.0.0.2}, b: {command: [x], ports: 8000}}")]
    [InlineData("services: {a: {command: [x], routes: [/x]}, b: {command: [x], routes: [a.b/x]}}")]
    [InlineData("databases: {main: {}}")]
    [InlineData("databases: {main: {open: true, listen: '[::1]:8081'}, b: {listen: ':8082', followers: 0}}")]
    [InlineData("databases: {main: {queues: 'amqp://localhost', membership: 'zookeeper://localhost'}}")]
    [InlineData("databases: {main: {queues: {url: 'amqps://u@h'}, membership: {url: 'zookeeper://u:p@h'}}}")]
    [InlineData("runtime: docker\ndatabases: {main: {image: capstan, queues: 'amqp://u@rabbit', membership: 'zookeeper://zoo'}}")]
    [InlineData("services: {a: {targets: ['h:1', '[::1]:1']}}")]
    [InlineData("services: {a: {command: [x], replicas: 0}}\nx-anything: \"${NOT_READ}\"")]
    public void Read_AllowedCombination_HasNoFaults(string text) => Assert.Equal("", _folder.Transcript("name: a\n" + text));

    [Theory]
    [InlineData("/etc:/data", "'/etc' is not below the stack file's folder")]
    [InlineData("../x:/data", "'../x' is not below the stack file's folder")]
    [InlineData("./in/../..:/data", "'./in/../..' is not below the stack file's folder")]
    [InlineData("./:/data", "'./' is not below the stack file's folder")]
    [InlineData("./link:/data", "'./link' leads through a link out of the stack file's folder")]
    [InlineData("./link/sub:/data", "there is no folder")]
    [InlineData("./.capstan:/data", "the folder .capstan holds the state of running stacks and is never mounted")]
    [InlineData("./absent:/data", "there is no folder")]
    [InlineData("data:data", "'data' is not a place inside the container")]
    [InlineData("data:/", "'/' is not a place inside the container")]
    [InlineData("data:/a/../b", "'/a/../b' is not a place inside the container")]
    [InlineData("data", "'data' is not a volume")]
    [InlineData("data:/data:rx", "'data:/data:rx' is not a volume")]
    [InlineData("da ta:/data", "'da ta' is not a volume's name")]
    [InlineData("~/x:/data", "there is no folder")]
    public void Read_BadVolume_IsOneFault(string volume, string message)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "in"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "link"), "/etc");

        var fault = Assert.Single(_folder.Read($"name: a\nruntime: docker\nservices: {{a: {{image: x, volumes: ['{volume}']}}}}").Faults);

        Assert.StartsWith(message, fault.Message);
        Assert.NotNull(fault.Remedy);
    }

    [Fact]
    public void Read_ValueThatCannotBeRead_BreaksNoRuleBesides()
    {
        Assert.Single(_folder.Read("name: a\nruntime: dokcer\nservices: {a: {image: x}}").Faults);
        Assert.Single(_folder.Read("name: a\nservices: {a: {command: [x], ports: 1-2, scale: {max: x}}}").Faults);
        Assert.Single(_folder.Read("name: a\nservices: {a: {command: x}}").Faults);
    }

    [Fact]
    public void Read_ProcessRuntime_LeavesOutWhatOnlyDescribesAContainer()
    {
        var template = _folder.Read("name: a\nservices: {a: {command: [x], image: x, port: 81, volumes: [d:/d]}}").Spec!.Services[0].Template!;

        Assert.Null(template.Image);
        Assert.Equal(80, template.ContainerPort);
        Assert.Empty(template.Volumes);
    }
}
