using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>f(c·mean + b) over windows beside each other, c and b per map.</summary>
internal sealed class Subsampling : Module<Tensor, Tensor>
{
    [ComponentName(Name = "coefficient")] private readonly Parameter coefficient; // (maps)
    [ComponentName(Name = "bias")] private readonly Parameter bias; // (maps)
    [ComponentName(Name = "function")] private readonly Module<Tensor, Tensor>? function;
    private readonly int _size;

    /// <param name="maps">Channels.</param>
    /// <param name="size">Side of a window.</param>
    /// <param name="function">f, without weights; null for the identity.</param>
    public Subsampling(int maps, int size, Module<Tensor, Tensor>? function) : base("Subsampling")
    {
        coefficient = Parameter(WeightRoom.Ones(maps));
        bias = Parameter(WeightRoom.Zeros(maps));
        this.function = function;
        _size = size;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var means = functional.avg_pool2d(input, _size); // (batch, maps, height / size, width / size)
        var sums = (means * coefficient.view(1, -1, 1, 1)).Plus(bias.view(1, -1, 1, 1));
        return (function is null ? sums : function.call(sums)).MoveToOuterDisposeScope();
    }
}
