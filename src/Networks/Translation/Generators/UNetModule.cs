using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The layers of a <see cref="UNetGenerator"/>.</summary>
internal sealed class UNetModule : Module<Tensor, Tensor>
{
    private readonly bool _skips;
    private readonly Module<Tensor, Tensor>[] _down;
    private readonly Module<Tensor, Tensor>[] _up;
    private readonly Module<Tensor, Tensor>[] _join;
    [ComponentName(Name = "middle")] private readonly Module<Tensor, Tensor> middle;
    [ComponentName(Name = "dropout")] private readonly Module<Tensor, Tensor>? dropout;
    [ComponentName(Name = "whole")] private readonly Module<Tensor, Tensor>? whole;
    [ComponentName(Name = "answer")] private readonly Module<Tensor, Tensor> answer;

    /// <param name="form">Its sizes.</param>
    /// <param name="from">Channels that are read.</param>
    /// <param name="to">Channels of the answer.</param>
    public UNetModule(UNetGenerator form, int from, int to) : base("UNet")
    {
        _skips = form.Skips;
        (_down, _up, _join) = (new Module<Tensor, Tensor>[form.Depth], new Module<Tensor, Tensor>[form.Depth],
            new Module<Tensor, Tensor>[form.Depth]);
        for (var level = 0; level < form.Depth; level++)
            _down[level] = Add($"down{level + 1}",
                new ConvolutionPair(level == 0 ? from : form.FiltersAt(level - 1), form.FiltersAt(level), form.Normalization));
        var deepest = form.FiltersAt(form.Depth);
        middle = new ConvolutionPair(form.FiltersAt(form.Depth - 1), deepest, form.Normalization);
        for (var level = form.Depth - 1; level >= 0; level--)
        {
            var filters = form.FiltersAt(level);
            _up[level] = Add($"up{level + 1}", new Enlargement(form.FiltersAt(level + 1), filters, 2, form.Upsampling));
            _join[level] = Add($"join{level + 1}", new ConvolutionPair(_skips ? 2 * filters : filters, filters, form.Normalization));
        }
        if (form.Dropout > 0)
            dropout = Dropout(form.Dropout);
        if (form.GlobalFeatures)
            whole = Sequential(
                ("dense1", WeightRoom.Linear(deepest, deepest)), ("activation", ReLU()), ("dense2", WeightRoom.Linear(deepest, deepest)));
        answer = Convolutions.Plain(form.FiltersAt(0), to, 1, bias: true);
        RegisterComponents();
        Initializations.Apply(this, WeightInitialization.He);
        Initializations.Silence(answer);
    }

    /// <summary>The answer to pictures.</summary>
    /// <param name="input">(batch, from, height, width), both sides multiples of 2 to the depth.</param>
    /// <returns>(batch, to, height, width).</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var seen = new Tensor[_down.Length];
        var current = input;
        for (var level = 0; level < _down.Length; level++)
        {
            seen[level] = _down[level].call(current); // (batch, filters, height / 2^level, width / 2^level)
            current = functional.max_pool2d(seen[level], 2, 2);
        }
        current = middle.call(current);
        if (dropout is not null)
            current = dropout.call(current);
        if (whole is not null)
            current = current.Plus(whole.call(current.mean([2L, 3L])).unsqueeze(2).unsqueeze(3)); // (batch, deepest, 1, 1) everywhere
        for (var level = _down.Length - 1; level >= 0; level--)
        {
            current = _up[level].call(current).relu_();
            current = _join[level].call(_skips ? cat([seen[level], current], 1) : current);
        }
        return answer.call(current).MoveToOuterDisposeScope();
    }

    private T Add<T>(string name, T module)
        where T : Module
    {
        register_module(name, module);
        return module;
    }
}
