using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>Loads libtorch on a second thread from the first estimator of a process on, while ML.NET reads rows.</summary>
/// <remarks>
/// <para>
/// For the 0.2 s in which libtorch registers its operators, Linux's loader holds a lock for which everybody waits who begins a thread or
/// calls a function of the system for the first time: ML.NET's reading did both. So its threads are begun, and a file is read,
/// before (docs/training.md, "The start of a program").
/// </para>
/// <para>Nothing else is different: whoever needs libtorch waits for it, and what is wrong with it is told to them.</para>
/// </remarks>
internal static class LoadingAhead
{
    private const int Readers = 4;
    private static int isBegun;

    /// <summary>Begins, once in a process; nothing on one processor, and where the system's loader is another.</summary>
    public static void Begin()
    {
        if (!OperatingSystem.IsLinux() || Environment.ProcessorCount < 2 || NativeGround.IsLoaded
            || Interlocked.Exchange(ref isBegun, 1) == 1)
            return;
        var thread = new Thread(Load) { IsBackground = true, Name = "libtorch" };
        // What libtorch registers when a process ends must not be undone while it is still registering.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => thread.Join();
        thread.Start();
    }

    private static void Load()
    {
        try
        {
            CallTheSystem();
            ReadingThreads.Begin(Readers);
            NativeGround.TryRequire(OneDnnUse.Convolutions);
        }
        catch (Exception)
        {
            // Nobody has asked yet: who does will load it himself, and be told.
        }
    }

    // What reading a text file calls.
    private static void CallTheSystem()
    {
        _ = (DateTime.UtcNow, Environment.CurrentDirectory);
        if (Environment.ProcessPath is not { } program)
            return;
        using var file = new FileStream(program, FileMode.Open, FileAccess.Read, FileShare.Read);
        file.ReadByte();
    }
}
