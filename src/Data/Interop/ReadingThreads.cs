using System.Reflection;

namespace DeepML.Data;

/// <summary>The threads on which ML.NET reads and parses ahead; it keeps them for a second after their last work.</summary>
internal static class ReadingThreads
{
    /// <summary>Has ML.NET begin threads, for whoever reads within a second.</summary>
    /// <param name="count">How many.</param>
    /// <returns>Whether this version of ML.NET has such threads; nothing is done where it has not.</returns>
    public static bool Begin(int count)
    {
        var run = MlNet.Core.GetType("Microsoft.ML.Internal.Utilities.Utils")?.GetMethod(
            "RunOnBackgroundThreadAsync", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Action)]);
        if (run is null)
            return false;
        using var begun = new CountdownEvent(count);
        using var allBegun = new ManualResetEventSlim();
        var begin = run.CreateDelegate<Func<Action, Task>>();
        Task[] works =
        [
            .. Enumerable.Range(0, count).Select(_ => begin(() =>
            {
                begun.Signal();
                allBegun.Wait(); // else one thread would do all
            })),
        ];
        begun.Wait();
        allBegun.Set();
        Task.WaitAll(works);
        return true;
    }
}
