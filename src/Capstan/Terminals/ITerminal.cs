namespace Capstan.Terminals;

/// <summary>The keyboard of a terminal, for one user of it at a time. What is shown goes to the console's output.</summary>
internal interface ITerminal : IDisposable
{
    /// <summary>
    /// From now on every key comes as it is pressed, Ctrl-C too, and nothing is echoed. Disposing gives the terminal back as it was.
    /// </summary>
    IDisposable EnterKeys();

    /// <summary>
    /// From now on nothing is echoed and Ctrl-C is a signal again; other keys wait for the next <see cref="Read"/>. Disposing goes back to
    /// what was before.
    /// </summary>
    IDisposable EnterWatch();

    /// <summary>Waits for keys.</summary>
    /// <param name="buffer">Where their bytes go.</param>
    /// <param name="patience">How long to wait; infinite for ever.</param>
    /// <returns>
    /// Bytes that came; 0 when there will be no more; negative when <paramref name="patience"/> is over, the terminal has another size, or
    /// somebody called <see cref="Wake"/>.
    /// </returns>
    int Read(Span<byte> buffer, TimeSpan patience);

    /// <summary>Lets a waiting <see cref="Read"/> return, or the next one. May be called from any thread and from signals.</summary>
    void Wake();
}
