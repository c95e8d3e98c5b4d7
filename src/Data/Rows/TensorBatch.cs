using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Some rows as tensors, each under the name of what it means; the first dimension of each is the row.</summary>
internal class TensorBatch : IDisposable
{
    private static readonly int Names = Enum.GetValues<BatchMember>().Length;

    private readonly Tensor?[] _tensors;

    /// <param name="features">What the network reads; owned by the batch.</param>
    /// <param name="targets">What it should answer; owned by the batch. Null for none.</param>
    public TensorBatch(Tensor features, Tensor? targets = null) : this(new Tensor?[Names], (int)features.size(0))
    {
        _tensors[(int)BatchMember.Features] = features;
        _tensors[(int)BatchMember.Targets] = targets;
    }

    /// <param name="tensors">The tensors, at least one, all with the same number of rows; owned by the batch.</param>
    public TensorBatch(params (BatchMember Member, Tensor Tensor)[] tensors) : this(new Tensor?[Names], (int)tensors[0].Tensor.size(0))
    {
        foreach (var (member, tensor) in tensors)
            _tensors[(int)member] = tensor;
    }

    private TensorBatch(Tensor?[] tensors, int rows) => (_tensors, Rows) = (tensors, rows);

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>What the network reads.</summary>
    public Tensor Features => this[BatchMember.Features];

    /// <summary>Steps of each sequence among the features.</summary>
    public Tensor Lengths => this[BatchMember.Lengths];

    /// <summary>Steps of each sequence among the features; null where rows are no sequences.</summary>
    public Tensor? LengthsIfAny => _tensors[(int)BatchMember.Lengths];

    /// <summary>What it should answer.</summary>
    public Tensor Targets => this[BatchMember.Targets];

    /// <summary>Steps of each sequence among the targets.</summary>
    public Tensor TargetLengths => this[BatchMember.TargetLengths];

    /// <summary>What generated rows are asked to be.</summary>
    public Tensor Conditions => this[BatchMember.Conditions];

    /// <summary>How much each row counts; null where all count alike.</summary>
    public Tensor? Weights => _tensors[(int)BatchMember.Weights];

    /// <summary>Whether targets are only the least that they can be; null where all are known.</summary>
    public Tensor? Censored => _tensors[(int)BatchMember.Censored];

    /// <summary>The tensors there are.</summary>
    public IEnumerable<BatchMember> Members => Enum.GetValues<BatchMember>().Where(member => _tensors[(int)member] is not null);

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="InvalidOperationException">The batch has none.</exception>
    public Tensor this[BatchMember member] => _tensors[(int)member] ?? throw new InvalidOperationException($"The batch has no {member}.");

    /// <summary>A batch with something made of each tensor.</summary>
    /// <param name="function">Answers a tensor of its own, which the new batch owns.</param>
    public TensorBatch Map(Func<BatchMember, Tensor, Tensor> function)
    {
        var mapped = new Tensor?[Names];
        var rows = 0;
        for (var i = 0; i < mapped.Length; i++)
        {
            if (_tensors[i] is not { } tensor)
                continue;
            mapped[i] = function((BatchMember)i, tensor);
            rows = (int)mapped[i]!.size(0);
        }
        return new TensorBatch(mapped, rows);
    }

    /// <summary>Rows that lie side by side, sharing this batch's memory.</summary>
    public TensorBatch Slice(long start, long rows)
    {
        var parts = new Tensor?[Names];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = _tensors[i]?.narrow(0, start, rows);
        return new TensorBatch(parts, (int)rows);
    }

    /// <summary>Chosen rows, in memory of their own and outside every dispose scope.</summary>
    /// <param name="index">(rows), int64.</param>
    public TensorBatch Select(Tensor index) => Map((_, tensor) => tensor.index_select(0, index).DetachFromDisposeScope());

    /// <summary>
    /// Joins batches that hold the same members, outside every dispose scope; of a single batch the result shares the memory.
    /// </summary>
    public static TensorBatch Concat(IReadOnlyList<TensorBatch> batches)
    {
        using var scope = NewDisposeScope();
        return batches[0].Map((member, first) =>
            // cat of a single tensor would hand back the same object
            (batches.Count == 1 ? first.alias() : cat([.. batches.Select(batch => batch[member])], 0)).DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        foreach (var tensor in _tensors)
            tensor?.Dispose();
    }
}
