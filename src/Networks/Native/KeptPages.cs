namespace DeepML.Networks;

/// <summary>
/// While one of these lives, what a batch has freed stays with the process for the next one, up to <see cref="Most"/>, where the heap is
/// glibc's: it would give back all of a free end that is longer than <see cref="GlibcHeap.UsuallyKept"/>. Behind the last one all that is
/// free is given back, if the process has grown by as much.
/// </summary>
internal sealed class KeptPages : IDisposable
{
    /// <summary>Bytes.</summary>
    public const int Most = 1 << 30;

    private static readonly Lock Gate = new();
    private static int s_alive;
    private static long s_residentBefore;

    /// <summary>Begins to keep them.</summary>
    public KeptPages()
    {
        lock (Gate)
        {
            if (s_alive++ > 0)
                return;
            s_residentBefore = Environment.WorkingSet;
            GlibcHeap.KeepAtEnd(Most);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
        {
            if (--s_alive > 0)
                return;
            GlibcHeap.KeepAtEnd(GlibcHeap.UsuallyKept);
            if (Environment.WorkingSet - s_residentBefore > GlibcHeap.UsuallyKept)
                GlibcHeap.ReturnFreedPages();
        }
    }
}
