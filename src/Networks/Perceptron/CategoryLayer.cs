using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// The numbers of a column of categories: one-hot, or learned ones (Guo and Berkhahn, arXiv:1604.06737). A category that is missing,
/// unknown, or was not among those to learn from, is all zeros.
/// </summary>
internal sealed class CategoryLayer : Module<Tensor, Tensor>
{
    // First numbers, beside others of deviation 1.
    private const double StartDeviation = 0.1;

    // From here on a batch meets few of them.
    private const int ManyCategories = 1000;

    [ComponentName(Name = "known")] private readonly Tensor known;
    [ComponentName(Name = "learned")] private readonly Embedding? learned;
    private readonly int _count;

    /// <summary>A layer that knows every category, until <see cref="Forget"/>.</summary>
    public CategoryLayer(CategoryArchitecture architecture) : base("Category")
    {
        _count = architecture.Count;
        WeightRoom.Take(architecture.Count + 1L);
        known = Ranges.Below(architecture.Count + 1L, CPU).DetachFromDisposeScope();
        if (architecture.Size > 0)
        {
            WeightRoom.Take(architecture.Count + 1L, architecture.Size);
            learned = Embedding(architecture.Count + 1L, architecture.Size, padding_idx: 0, sparse: architecture.Count >= ManyCategories);
            using var gradientsOff = no_grad();
            using var scope = NewDisposeScope();
            learned.weight!.mul_(Numbers.Kept(StartDeviation));
            learned.weight!.narrow(0, 0, 1).zero_();
        }
        RegisterComponents();
    }

    /// <summary>Takes categories for unknown ones from now on.</summary>
    /// <param name="categories">Their numbers, from 1.</param>
    public void Forget(IEnumerable<int> categories)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        long[] forgotten = [.. categories];
        if (forgotten.Length > 0)
            known.index_fill_(0, tensor(forgotten), Numbers.Zero);
    }

    /// <summary>The numbers of each row.</summary>
    /// <param name="categories">(batch), int64: 0 for none.</param>
    /// <returns>(batch, numbers), float32.</returns>
    public override Tensor forward(Tensor categories)
    {
        var places = known.index_select(0, categories); // (batch)
        return learned is not null
            ? learned.call(places)
            : functional.one_hot(places, _count + 1L).narrow(1, 1, _count).to(ScalarType.Float32);
    }
}
