using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Owns chance during one fit. Weights and dropout draw from torch's default generator, which belongs to the whole process:
/// while this object lives no other fit can start, and when it goes the generator is as it was before.
/// </summary>
internal sealed class TrainingRandom : IDisposable
{
    private static readonly Lock OneFitAtATime = new();

    private readonly Tensor _stateBefore;

    /// <summary>Seeds torch's default generator; waits until no other fit runs.</summary>
    public TrainingRandom(int seed)
    {
        OneFitAtATime.Enter();
        Seed = seed;
        _stateBefore = get_rng_state().DetachFromDisposeScope();
        manual_seed(seed);
    }

    /// <summary>The seed of the whole fit.</summary>
    public int Seed { get; }

    /// <summary>The state of torch's default generator, as checkpoints hold it.</summary>
    public static byte[] State
    {
        get
        {
            using var state = get_rng_state();
            return state.bytes.ToArray();
        }

        set
        {
            using var state = tensor(value);
            set_rng_state(state);
        }
    }

    /// <summary>
    /// Whether torch takes bytes as a state of its generator. It ends the process over others: the error passes through code without
    /// handlers. Its Mersenne twister tells, behind the seed (8 bytes), how many of 624 numbers are left, whether it is seeded, and
    /// which number is next.
    /// </summary>
    public static bool IsState(ReadOnlySpan<byte> bytes)
    {
        const int numbers = 624, left = 8, seeded = 12, next = 16;
        return bytes.Length == State.Length
            && BitConverter.ToInt32(bytes[left..]) is > 0 and <= numbers
            && BitConverter.ToInt32(bytes[seeded..]) == 1
            && BitConverter.ToUInt64(bytes[next..]) <= numbers;
    }

    /// <summary>The seed of a fit: one that nobody gave is drawn by each process for itself, and that of the first counts.</summary>
    public static int AgreedSeed(int seed, TrainingDistribution? ranks) =>
        ranks is null ? seed : BitConverter.ToInt32(ranks.FromFirst(BitConverter.GetBytes(seed)));

    /// <summary>The seed of the order of rows in one epoch.</summary>
    public int ShuffleSeed(int epoch, int phase = 1) => Mixing.Seed(Seed, epoch, phase);

    /// <summary>Processes that train together; null where this one trains alone.</summary>
    public TrainingDistribution? Ranks { get; init; }

    /// <summary>Whether the fit runs on a CUDA device, which has a generator of its own.</summary>
    public bool OnGpu { get; init; }

    /// <summary>
    /// Seeds the generator of a CUDA device for one batch, each batch differently: its state cannot be read and put into a
    /// checkpoint. On the CPU nothing is done where a process trains alone: there the fit's one stream of numbers goes on. Processes that
    /// train together draw each its own noise, which follows from rank and batch: no checkpoint has to hold their states.
    /// </summary>
    public void SeedBatch(int phase, int epoch, int batch)
    {
        if (Ranks is not null)
            manual_seed(Mixing.Seed(Mixing.Seed(Seed, epoch, phase), batch, Ranks.Rank + 1)); // of a CUDA device too
        else if (OnGpu)
            cuda.manual_seed_all(Mixing.Seed(Mixing.Seed(Seed, epoch, phase), batch, 0));
    }

    /// <summary>Lets processes that train together draw the same numbers again: before an epoch begins.</summary>
    /// <param name="phase">Number of the training within its fit.</param>
    /// <param name="epoch">The epoch that begins.</param>
    public void SeedTogether(int phase, int epoch)
    {
        if (Ranks is not null)
            manual_seed(Mixing.Seed(Mixing.Seed(Seed, epoch, phase), -1, 0));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        set_rng_state(_stateBefore);
        _stateBefore.Dispose();
        OneFitAtATime.Exit();
    }
}
