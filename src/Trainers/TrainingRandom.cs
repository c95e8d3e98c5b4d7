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

    /// <summary>The seed of the order of rows in one epoch.</summary>
    public int ShuffleSeed(int epoch) => HashOf(Seed, epoch);

    /// <inheritdoc/>
    public void Dispose()
    {
        set_rng_state(_stateBefore);
        _stateBefore.Dispose();
        OneFitAtATime.Exit();
    }

    // HashCode.Combine differs from process to process; this mixing (the finalizer of splitmix64) does not.
    private static int HashOf(int seed, int epoch)
    {
        var x = ((ulong)(uint)seed << 32 | (uint)epoch) + 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (int)((x ^ (x >> 31)) & int.MaxValue);
    }
}
