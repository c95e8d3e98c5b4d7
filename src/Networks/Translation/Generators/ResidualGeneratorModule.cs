using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The layers of a <see cref="ResidualGenerator"/>.</summary>
internal sealed class ResidualGeneratorModule : Module<Tensor, Tensor>
{
    private readonly List<Module<Tensor, Tensor>> _before = [];
    private readonly List<Module<Tensor, Tensor>> _blocks = [];
    private readonly List<Module<Tensor, Tensor>> _behind = [];
    [ComponentName(Name = "last")] private readonly Module<Tensor, Tensor> last;
    [ComponentName(Name = "answer")] private readonly Module<Tensor, Tensor> answer;

    /// <param name="form">Its sizes.</param>
    /// <param name="from">Channels that are read.</param>
    /// <param name="to">Channels of the answer.</param>
    /// <param name="scale">How many times larger the sides of the answer are.</param>
    public ResidualGeneratorModule(ResidualGenerator form, int from, int to, int scale) : base("ResidualGenerator")
    {
        var biases = form.Normalization == ImageNormalization.None;
        AddRectified(_before, "enter", Convolutions.Plain(from, form.Filters, 3, bias: biases), form.Filters, form);
        for (var halving = 1; halving <= form.Halvings; halving++)
            AddRectified(_before, $"halve{halving}",
                Convolutions.Plain(form.FiltersAt(halving - 1), form.FiltersAt(halving), 3, stride: 2, bias: biases),
                form.FiltersAt(halving), form);
        var inner = form.FiltersAt(form.Halvings);
        for (var block = 1; block <= form.Blocks; block++)
            _blocks.Add(Add($"block{block}", new ConvolutionPair(inner, inner, form.Normalization, isResidual: true)));
        last = Convolutions.Plain(inner, inner, 3, bias: true);
        for (var halving = form.Halvings; halving >= 1; halving--)
            AddRectified(_behind, $"double{halving}",
                new Enlargement(form.FiltersAt(halving), form.FiltersAt(halving - 1), 2, form.Upsampling),
                form.FiltersAt(halving - 1), form);
        var step = 0;
        foreach (var factor in ResidualGenerator.Factors(scale))
            AddRectified(
                _behind, $"enlarge{++step}", new Enlargement(form.Filters, form.Filters, factor, form.Upsampling), form.Filters, form);
        answer = Convolutions.Plain(form.Filters, to, 3, bias: true);
        RegisterComponents();
        Initializations.Apply(this, WeightInitialization.He);
        Initializations.Silence(answer);
    }

    /// <summary>The answer to pictures.</summary>
    /// <param name="input">(batch, from, height, width), both sides multiples of 2 to the halvings.</param>
    /// <returns>(batch, to, height · scale, width · scale).</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var entered = Through(_before, input); // (batch, inner, height / 2^halvings, width / 2^halvings)
        var current = Through(_blocks, entered);
        current = last.call(current).Plus(entered);
        current = Through(_behind, current); // (batch, filters, height · scale, width · scale)
        return answer.call(current).MoveToOuterDisposeScope();
    }

    private static Tensor Through(List<Module<Tensor, Tensor>> modules, Tensor current) =>
        modules.Aggregate(current, (value, module) => module.call(value));

    private void AddRectified(
        List<Module<Tensor, Tensor>> to, string name, Module<Tensor, Tensor> layer, int channels, ResidualGenerator form)
    {
        to.Add(Add(name, layer));
        if (ConvolutionPair.Normalizing(channels, form.Normalization) is { } norm)
            to.Add(Add($"{name}_norm", norm));
        to.Add(Add($"{name}_activation", ReLU()));
    }

    private T Add<T>(string name, T module)
        where T : Module
    {
        register_module(name, module);
        return module;
    }
}
