using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Four paths whose channels are joined.</summary>
internal sealed class InceptionModule : Module<Tensor, Tensor>
{
    // Named as in published weights.
    [ComponentName(Name = "branch1")] private readonly NormalizedConvolution branch1;
    [ComponentName(Name = "branch2")] private readonly ModuleFolder branch2;
    [ComponentName(Name = "branch3")] private readonly ModuleFolder branch3;
    [ComponentName(Name = "branch4")] private readonly ModuleFolder branch4;
    private readonly NormalizedConvolution[] _paths;

    public InceptionModule(InceptionBlock block, int from) : base("InceptionBlock")
    {
        branch1 = new NormalizedConvolution(from, block.Filters1, 1);
        _paths =
        [
            new(from, block.Reduce3, 1), new(block.Reduce3, block.Filters3, 3),
            new(from, block.Reduce5, 1), new(block.Reduce5, block.Filters5, block.LargeKernel),
            new(from, block.PoolFilters, 1),
        ];
        branch2 = new ModuleFolder([("0", _paths[0]), ("1", _paths[1])]);
        branch3 = new ModuleFolder([("0", _paths[2]), ("1", _paths[3])]);
        branch4 = new ModuleFolder([("1", _paths[4])]); // "0" is the pooling, which has no weights
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var pooled = functional.max_pool2d(input, 3L, stride: 1L, padding: 1L, ceil_mode: true);
        Tensor[] joined =
        [
            branch1.call(input), _paths[1].call(_paths[0].call(input)), _paths[3].call(_paths[2].call(input)), _paths[4].call(pooled),
        ];
        return cat(joined, 1).MoveToOuterDisposeScope(); // (batch, sum of filters, height, width)
    }
}
