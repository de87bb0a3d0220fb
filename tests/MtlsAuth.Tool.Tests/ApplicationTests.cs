using System.Diagnostics;
using System.Security.Cryptography;
using MtlsAuth.TestSupport;
using MtlsAuth.Tool.Commands;
using MtlsAuth.Tool.Hosting;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests;

public sealed class ApplicationTests
{
    private static readonly IReadOnlyList<string> Names = [.. CommandList.Create().Select(static command => command.Name)];

    [Test]
    public async Task Nothing_said_is_answered_with_the_help()
    {
        ToolRun run = await ToolRun.OfAsync([]);

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Output.Should().ContainAll(Names).And.Contain("Exit codes");
    }

    [TestCaseSource(nameof(Names))]
    public async Task The_help_of_a_command_has_examples_of_it(string name)
    {
        ToolRun run = await ToolRun.OfAsync([name, "--help"]);

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Output.Should().Contain($"\n  mtlsauth {name}");
        run.Error.Should().BeEmpty();
    }

    [TestCase("frobnicate")]
    [TestCase("inspect")]
    [TestCase("inspect --colour red a.crt")]
    public async Task A_wrong_command_line_is_refused_with_a_hint(string commandLine)
    {
        ToolRun run = await ToolRun.OfAsync(commandLine);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().StartWith("mtlsauth: ").And.Contain("--help");
        run.Output.Should().BeEmpty();
    }

    [Test]
    public async Task A_file_that_is_not_there_is_unreadable()
    {
        ToolRun run = await ToolRun.OfAsync("inspect /no/such/file.crt");

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Be("mtlsauth: /no/such/file.crt: there is no such file\n");
    }

    [Test]
    public async Task A_fault_of_the_tool_is_one_line_without_a_stack_and_without_anything_secret()
    {
        using TemporaryFolder folder = new();
        using ECDsa key = TestKeys.CreateP256();
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        string path = folder.Write("k.pem", key.ExportEncryptedPkcs8PrivateKeyPem("a", encryption));

        ToolRun run = await ToolRun.OfAsync(
            ["jwk", path], new ToolWorld { AskSecret = static _ => throw new InvalidTimeZoneException("geheim") });

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Be(
            "mtlsauth: a fault of mtlsauth itself, InvalidTimeZoneException; please report it with the command line\n");
    }

    [Test]
    public async Task Somebody_who_stops_it_is_told_so()
    {
        ToolRun run = await ToolRun.OfAsync(
            "inspect -", new ToolWorld { Input = [1], CancellationToken = new CancellationToken(canceled: true) });

        run.ExitCode.Should().Be(ExitCode.Interrupted);
        run.Error.Should().Be("mtlsauth: interrupted\n");
    }

    [Test]
    public async Task A_pipe_that_nobody_writes_into_does_not_keep_the_tool_from_being_stopped()
    {
        using TemporaryFolder folder = new();
        string pipe = Path.Combine(folder.Path, "pipe");
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no pipes in its folders.");
        }

        using (Process make = Process.Start("mkfifo", pipe))
        {
            await make.WaitForExitAsync();
        }

        using CancellationTokenSource stop = new();
        Task<ToolRun> running = Task.Run(() => ToolRun.OfAsync(["inspect", pipe], new ToolWorld { CancellationToken = stop.Token }));
        await stop.CancelAsync();
        Task first = await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(30)));

        // Lets go of whoever still waits for it.
        await using (FileStream writer = new(pipe, FileMode.Open, FileAccess.ReadWrite))
        {
            first.Should().BeSameAs(running);
            (await running).ExitCode.Should().Be(ExitCode.Interrupted);
        }
    }

    [Test]
    public async Task What_there_is_to_choose_from_is_said_on_one_line()
    {
        ToolRun run = await ToolRun.OfAsync("metadata a.crt --method pub");

        run.Error.Should().StartWith("mtlsauth: Argument 'pub' not recognized. Must be one of: 'pub_key_tls_client_auth' 'self_signed");
    }

    [TestCase(0, 80)]
    [TestCase(20, 40)]
    [TestCase(132, 132)]
    public void A_terminal_that_does_not_know_its_width_is_taken_for_a_usual_one(int columns, int expected) =>
        ToolEnvironment.ChooseWidth(columns).Should().Be(expected);

    [Test]
    public async Task An_output_that_takes_nothing_is_complained_of([Values] bool isFlushed, [Values] bool isClosed)
    {
        // Closed with >&-, .NET says that access is denied.
        Exception fault = isClosed ? new UnauthorizedAccessException() : new IOException();
        StreamWriter output = new(new FullStream(fault)) { AutoFlush = isFlushed };
        using StringWriter error = new() { NewLine = "\n" };
        ExitCode code = await Application.RunAsync(["completion", "bash"], new ToolEnvironment
        {
            Output = output,
            Error = error,
            Input = Stream.Null,
            Clock = TimeProvider.System,
            Network = new SystemNetwork(),
            FindVariable = static _ => null,
        });

        code.Should().Be(ExitCode.Unreadable);
        error.ToString().Should().Be("mtlsauth: the output cannot be written\n");
    }

    private sealed class FullStream(Exception fault) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw fault;

        public override void Write(ReadOnlySpan<byte> buffer) => throw fault;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw fault;
    }
}
