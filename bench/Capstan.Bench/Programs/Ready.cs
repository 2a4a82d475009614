using System.Diagnostics;

namespace Capstan.Bench.Programs;

/// <summary>Waits until something answers.</summary>
internal static class Ready
{
    /// <summary>Waits until a GET is answered with 200.</summary>
    /// <exception cref="BenchException">It is not within the limit, or the program ended.</exception>
    public static async Task AnswersAsync(string url, Child program, TimeSpan limit, CancellationToken ending)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < limit && !program.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(url), ending);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !ending.IsCancellationRequested))
            {
                // Not yet; asked again below until the limit.
            }

            await Task.Delay(50, ending);
        }

        throw new BenchException($"{url} did not answer with 200 within {limit.TotalSeconds:0} s: {program.LastWords}");
    }
}
