using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The upward half of a machine as an ordinary layer, with the standardization it has learned.</summary>
internal sealed class RecognitionLayer : Module<Tensor, Tensor>
{
    private readonly Linear linear;
    private readonly Tensor? mean;
    private readonly Tensor? scale;

    /// <summary>Builds the layer with fresh weights.</summary>
    public RecognitionLayer(RbmArchitecture machine) : base("RecognitionLayer")
    {
        linear = Linear(machine.VisibleSize, machine.HiddenSize);
        if (machine.VisibleUnits == VisibleUnits.Gaussian)
        {
            mean = zeros(machine.VisibleSize);
            scale = ones(machine.VisibleSize);
        }
        RegisterComponents();
    }

    /// <summary>Takes the weights of a trained machine.</summary>
    public void CopyFrom(RbmNetwork machine)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        linear.weight!.copy_(machine.Weight);
        linear.bias!.copy_(machine.HiddenBias);
        mean?.copy_(machine.Mean);
        scale?.copy_(machine.Scale);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => linear.call(mean is null ? input : (input - mean) / scale!); // (batch, hidden)
}
