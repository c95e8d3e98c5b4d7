using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>How many threads torch shares one operation among while a network is trained or scores rows.</summary>
/// <remarks>
/// A second thread must be given its part of every operation, and be woken where it had nothing to do for some 25 µs (it does not look
/// for longer on a core that others need): a small product is done before its helper has begun. The number follows from sizes alone,
/// never from timing, because sums may round otherwise with another number: the same training on the same machine gives the same weights.
/// </remarks>
internal sealed class IntraOpThreads : IDisposable
{
    /// <summary>Multiplications of one product that keep a thread busy for long enough to be worth waking it.</summary>
    public const long MultiplicationsPerThread = 3_000_000;

    private static readonly Lazy<int> All = new(get_num_threads);

    private readonly int _before = get_num_threads();

    /// <param name="count">Threads that the calling thread's operations may take from now on, at least 1.</param>
    public IntraOpThreads(int count)
    {
        Count = count;
        if (count != _before)
            set_num_threads(count);
    }

    /// <summary>
    /// Threads that torch had when the first training began: one for each core, or what the environment (<c>OMP_NUM_THREADS</c>) or the
    /// program itself had set. Kept, because a training on another thread may have set fewer for a while.
    /// </summary>
    public static int Available => All.Value;

    /// <summary>The threads in use.</summary>
    public int Count { get; }

    /// <summary>
    /// Threads for a network: one for each <see cref="MultiplicationsPerThread"/> of its largest product with a batch, at most the
    /// machine's. A convolution is a product at every place of every picture: where their number is not known, it takes all threads. Of a
    /// <see cref="PictureFront"/> it is: a picture at each step, or one, whose places are steps.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="available">Threads there are, at least 1.</param>
    /// <param name="steps">
    /// Steps of the longest row, asked for where <see cref="IReadsStepsTogether"/> or a front has a say; null for one.
    /// </param>
    public static int For(nn.Module network, int batchSize, int available, Func<long>? steps = null)
    {
        if (network is IKnowsLargestProduct { LargestProduct: > 0 } knowing)
            return Of(knowing.LargestProduct, batchSize, available);
        PictureFront[] fronts = [.. network.modules().OfType<PictureFront>()];
        var ofFronts = fronts.SelectMany(front => front.parameters()).Select(weight => weight.Handle).ToHashSet();
        var largest = 1L;
        foreach (var weight in network.parameters().Where(weight => !ofFronts.Contains(weight.Handle)))
        {
            if (weight.dim() > 2)
                return available;
            if (weight.dim() == 2)
                largest = Math.Max(largest, weight.numel());
        }
        var together = network.modules().OfType<IReadsStepsTogether>().Select(layers => layers.LargestProductOfStep).DefaultIfEmpty().Max();
        foreach (var front in fronts)
        {
            if (front.ReadsPlaces)
                return Of(Math.Max(front.LargestProduct, Math.Max(largest, together * front.StepsPerPicture)), batchSize, available);
            together = Math.Max(together, front.LargestProduct);
        }
        if (together > 0 && steps is not null)
            largest = Math.Max(largest, together * steps());
        return Of(Math.Max(largest, together), batchSize, available);
    }

    private static int Of(double largest, int batchSize, int available) =>
        (int)Math.Clamp(largest * batchSize / MultiplicationsPerThread, 1, available);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Count != _before)
            set_num_threads(_before);
    }
}
