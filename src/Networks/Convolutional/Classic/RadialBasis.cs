using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>-½‖x - w‖² for the code w of each class: the log of a normal density around the code, up to what all classes share.</summary>
internal sealed class RadialBasis : Module<Tensor, Tensor>
{
    [ComponentName(Name = "codes")] private readonly Tensor codes; // (classes, inputs), -1 and 1

    /// <param name="inputs">Numbers that come in.</param>
    /// <param name="classes">Numbers that come out.</param>
    public RadialBasis(int inputs, int classes) : base("RadialBasis")
    {
        WeightRoom.Take(classes, inputs);
        codes = randint(0, 2, [classes, inputs], dtype: ScalarType.Float32).mul_(Numbers.Kept(2L)).sub_(Numbers.One);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var lengths = input.Squared().sum(1L, keepdim: true); // (batch, 1)
        var codeLengths = codes.Squared().sum(1L); // (classes)
        return input.mm(codes.t()).PlusInPlace(lengths.Plus(codeLengths), -0.5).MoveToOuterDisposeScope(); // (batch, classes)
    }
}
