using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace DeepML.Networks;

/// <summary>
/// The threads that libtorch shares the calling thread's operations among, for work that is not libtorch's: right behind an operation they
/// are awake, and they have the calling thread's number and <see cref="FlushedDenormals"/>. Known where libtorch brings libgomp (Linux).
/// </summary>
internal static unsafe class OpenMpTeam
{
    // libgomp's start of a parallel region: function, its data, number of threads (0 for the calling thread's), flags.
    private static readonly delegate* unmanaged<void*, void*, uint, uint, void> Start =
        (delegate* unmanaged<void*, void*, uint, uint, void>)LoadedLibrary.Find("libgomp", "GOMP_parallel"); // libtorch brings its own

    /// <summary>Whether there is a team to ask.</summary>
    public static bool IsFound => Start != null;

    /// <summary>Runs a function once in each thread, the calling one among them; nothing where there is no team.</summary>
    /// <param name="function">A function of C with one argument.</param>
    /// <param name="data">Its argument.</param>
    public static void RunInEach(void* function, void* data)
    {
        if (IsFound)
            Start(function, data, 0, 0);
    }

    /// <summary>Does parts of a work in any order, each once: each thread takes the next one when it is done with its own.</summary>
    /// <param name="parts">How many there are.</param>
    /// <param name="work">Does one of them, by its number from 0; where it throws, one of the errors is thrown again at the end.</param>
    public static void Share(int parts, Action<int> work)
    {
        var shared = new SharedWork(parts, work);
        if (IsFound)
        {
            var handle = GCHandle.Alloc(shared);
            try
            {
                Start((delegate* unmanaged<void*, void>)&TakeParts, (void*)GCHandle.ToIntPtr(handle), 0, 0);
            }
            finally
            {
                handle.Free();
            }
        }
        else
        {
            shared.TakeParts();
        }
        shared.Fault?.Throw();
    }

    [UnmanagedCallersOnly]
    private static void TakeParts(void* handle) => ((SharedWork)GCHandle.FromIntPtr((nint)handle).Target!).TakeParts();

    private sealed class SharedWork(int parts, Action<int> work)
    {
        private int _last = -1;

        public ExceptionDispatchInfo? Fault { get; private set; }

        public void TakeParts()
        {
            try
            {
                for (int part; (part = Interlocked.Increment(ref _last)) < parts;)
                    work(part);
            }
            catch (Exception fault) // libgomp lets none through: the process would end
            {
                Fault = ExceptionDispatchInfo.Capture(fault);
            }
        }
    }
}
