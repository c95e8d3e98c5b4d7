using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>max over pieces of w·x + b.</summary>
internal sealed class Maxout : Module<Tensor, Tensor>
{
    [ComponentName(Name = "linear")] private readonly Linear linear; // the pieces of a unit beside each other
    private readonly int _units;

    /// <param name="inputs">Numbers that come in.</param>
    /// <param name="units">Numbers that come out.</param>
    /// <param name="pieces">Sums of each unit.</param>
    public Maxout(int inputs, int units, int pieces) : base("Maxout")
    {
        _units = units;
        linear = WeightRoom.Linear(inputs, units * pieces);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var sums = linear.call(input); // (batch, units · pieces)
        using var pieces = sums.view(sums.size(0), _units, -1); // (batch, units, pieces)
        return pieces.amax([2]); // (batch, units)
    }
}
