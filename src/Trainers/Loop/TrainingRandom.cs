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

    /// <summary>The seed of the order of rows in one epoch.</summary>
    public int ShuffleSeed(int epoch, int phase = 1) => Mix(Seed, epoch, phase);

    /// <summary>Whether the fit runs on a CUDA device, which has a generator of its own.</summary>
    public bool OnGpu { get; init; }

    /// <summary>
    /// Seeds the generator of a CUDA device for one batch, each batch differently: its state cannot be read and put into a
    /// checkpoint. On the CPU nothing is done: there the fit's one stream of numbers goes on.
    /// </summary>
    public void SeedBatch(int phase, int epoch, int batch)
    {
        if (OnGpu)
            cuda.manual_seed_all(Mix(Mix(Seed, epoch, phase), batch, 0));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        set_rng_state(_stateBefore);
        _stateBefore.Dispose();
        OneFitAtATime.Exit();
    }

    // HashCode.Combine differs from process to process; this mixing (the finalizer of splitmix64) does not.
    private static int Mix(int seed, int a, int b)
    {
        var x = ((ulong)(uint)seed << 32 | (uint)a) + (0x9E3779B97F4A7C15 * (ulong)(b + 1));
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (int)((x ^ (x >> 31)) & int.MaxValue);
    }
}
