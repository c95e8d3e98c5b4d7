namespace DeepML;

/// <summary>
/// Processes that train one network together: each computes the gradients of its share of every batch, and all take the same step, along
/// the mean over the rows of the whole batch. Package DeepML.Distributed makes one over MPI.
/// </summary>
/// <remarks>
/// The processes run the same program with the same options and rows. <c>Fit</c> refuses to begin where they do not, and says what
/// differs. <see cref="TrainingOptions.BatchSize"/> is that of all processes together; progress, callbacks, checkpoints and messages are
/// those of the first process. A fit that fails in one process ends in all of them, and the distribution with it.
/// </remarks>
public abstract class TrainingDistribution
{
    // Only this library's own: what processes must agree on changes with it.
    private protected TrainingDistribution()
    {
    }

    /// <summary>Number of this process among all, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>Number of processes, at least 1.</summary>
    public abstract int Size { get; }

    /// <summary>Whether this is the first process, which reports and writes.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>What of it must be the same in all processes, as a record of numbers and texts.</summary>
    internal abstract object Identity { get; }

    /// <summary>Replaces numbers by their sums over all processes, to the bit the same in each.</summary>
    /// <exception cref="DistributionException">A process is gone, or has failed.</exception>
    internal abstract void Sum(Span<double> numbers);

    /// <summary>Begins what <see cref="Sum"/> does, so that other sums can travel beside it.</summary>
    /// <param name="numbers">The numbers; they are to be left alone until the end.</param>
    /// <returns>Waits for the end.</returns>
    /// <inheritdoc cref="Sum" path="/exception"/>
    internal abstract Action BeginSum(double[] numbers);

    /// <summary>Like <see cref="Sum"/>, for gradients, which may be rounded on their way if that was asked for.</summary>
    /// <inheritdoc cref="Sum" path="/exception"/>
    internal abstract void SumGradients(Span<float> numbers);

    /// <summary>Collects some bytes of each process, in the order of ranks.</summary>
    /// <inheritdoc cref="Sum" path="/exception"/>
    internal abstract IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own);

    /// <summary>Hands the first process's bytes to all.</summary>
    /// <param name="own">The bytes; of no concern in other processes.</param>
    /// <inheritdoc cref="Sum" path="/exception"/>
    internal abstract byte[] FromFirst(byte[] own);

    /// <summary>How errors name a process: its rank, and the machine it runs on.</summary>
    internal abstract string NameOf(int rank);

    /// <summary>Tells the other processes, which may wait for this one, that it has failed.</summary>
    internal abstract void Abandon(Exception why);
}
