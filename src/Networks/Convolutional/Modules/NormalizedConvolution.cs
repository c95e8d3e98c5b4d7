using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Convolution, batch normalization, rectifier: the unit that inception blocks and their heads are made of.</summary>
internal sealed class NormalizedConvolution : Module<Tensor, Tensor>
{
    /// <summary>Added to the variance; GoogLeNet's published weights were trained with it.</summary>
    public const double Epsilon = 1e-3;

    // Named as in published weights.
    [ComponentName(Name = "conv")] private readonly Conv2d conv;
    [ComponentName(Name = "bn")] private readonly BatchNormalization bn;

    public NormalizedConvolution(int from, int to, int kernel) : base("NormalizedConvolution")
    {
        conv = Convolutions.Plain(from, to, kernel);
        bn = new BatchNormalization(to, Epsilon);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return bn.call(conv.call(input)).relu_().MoveToOuterDisposeScope(); // (batch, to, height, width)
    }
}
