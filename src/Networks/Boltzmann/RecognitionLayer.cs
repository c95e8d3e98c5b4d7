using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The upward half of a machine as an ordinary layer, with the standardization it has learned.</summary>
internal sealed class RecognitionLayer : Module<Tensor, Tensor>
{
    // A unit whose answers differ by this small a share of their size answers always the same, but for rounding.
    private const double SmallestShare = 1e-6;

    [ComponentName(Name = "linear")] private readonly Linear linear;
    [ComponentName(Name = "mean")] private readonly Tensor? mean;
    [ComponentName(Name = "scale")] private readonly Tensor? scale;
    [ComponentName(Name = "scaling")] private readonly ColumnScaling? scaling;

    /// <summary>Builds the layer with fresh weights.</summary>
    public RecognitionLayer(RbmArchitecture machine) : base("RecognitionLayer")
    {
        linear = WeightRoom.Linear(machine.VisibleSize, machine.HiddenSize);
        scaling = machine.Scaling == ScalingForm.None ? null : new ColumnScaling(machine.VisibleSize, machine.Scaling);
        if (machine is { VisibleUnits: VisibleUnits.Gaussian, ReadsAsGiven: false })
        {
            mean = WeightRoom.Zeros(machine.VisibleSize);
            scale = WeightRoom.Ones(machine.VisibleSize);
        }
        RegisterComponents();
    }

    /// <summary>What is done with numbers before they are standardized; null for nothing.</summary>
    public ColumnScaling? Scaling => scaling;

    /// <summary>Takes the weights of a trained machine.</summary>
    public void CopyFrom(RbmNetwork machine)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        linear.weight!.copy_(machine.Seen(machine.Weight)); // v/σ² on the way up
        linear.bias!.copy_(machine.HiddenBias);
        mean?.copy_(machine.Mean);
        scale?.copy_(machine.Scale);
        scaling?.Set(machine.Scaling!.Scales);
    }

    /// <summary>
    /// Moves and stretches what each unit answers to given rows, so that its mean is 0 and its deviation as given; what the unit looks
    /// for stays the same. A unit that answers the same to all of them is moved only: stretched, it would answer with rounding errors.
    /// </summary>
    /// <param name="rows">(rows, visible).</param>
    /// <param name="deviation">Wanted deviation.</param>
    public void Calibrate(Tensor rows, double deviation)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var answers = call(rows); // (rows, hidden)
        var centre = answers.mean([0L]);
        var spread = (answers - centre).Squared().mean([0L]).sqrt();
        var size = answers.Squared().mean([0L]).sqrt(); // (hidden)
        var factor = where(spread.gt(size.Times(SmallestShare)), spread.Dividing(deviation), ones_like(spread)); // (hidden)
        linear.weight!.mul_(factor.unsqueeze(1));
        linear.bias!.sub_(centre).mul_(factor);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var scaled = scaling is null ? input : scaling.call(input);
        return linear.call(mean is null ? scaled : RbmNetwork.Within((scaled - mean).div_(scale!))); // (batch, hidden)
    }
}
