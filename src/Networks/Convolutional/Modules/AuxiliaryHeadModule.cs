using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>A second answer from the middle of a network.</summary>
internal sealed class AuxiliaryHeadModule : Module<Tensor, Tensor>
{
    // Named as in published weights.
    [ComponentName(Name = "conv")] private readonly NormalizedConvolution conv;
    [ComponentName(Name = "fc1")] private readonly Linear fc1;
    [ComponentName(Name = "fc2")] private readonly Linear fc2;
    [ComponentName(Name = "dropout")] private readonly Dropout _dropout;

    public AuxiliaryHeadModule(AuxiliaryHead head, int from, int answerSize) : base("AuxiliaryHead")
    {
        conv = new NormalizedConvolution(from, head.Filters, 1);
        fc1 = WeightRoom.Linear((long)head.Filters * AuxiliaryHead.PooledSize * AuxiliaryHead.PooledSize, head.Units);
        fc2 = WeightRoom.Linear(head.Units, answerSize);
        _dropout = Dropout(head.Dropout);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = conv.call(functional.adaptive_avg_pool2d(input, AuxiliaryHead.PooledSize)).flatten(1); // (batch, filters · 16)
        return fc2.call(_dropout.call(fc1.call(features).relu_())).MoveToOuterDisposeScope(); // (batch, answers)
    }
}
