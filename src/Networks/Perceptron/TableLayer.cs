using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Makes the numbers that a first layer reads of the row of a table: missing numbers are filled, numbers brought to like size, categories
/// looked up.
/// </summary>
internal sealed class TableLayer : Module<Tensor, Tensor>
{
    [ComponentName(Name = "fill")] private readonly Tensor? fill;
    [ComponentName(Name = "indicated")] private readonly Tensor? indicated;
    [ComponentName(Name = "scaling")] private readonly ColumnScaling? scaling;
    [ComponentName(Name = "categories")] private readonly ModuleList<CategoryLayer> categories;
    private readonly TableArchitecture _architecture;

    /// <param name="architecture">The row.</param>
    /// <param name="form">What is done with the numbers.</param>
    public TableLayer(TableArchitecture architecture, ScalingForm form) : base("Table")
    {
        _architecture = architecture;
        if (architecture.Numbers > 0)
            fill = WeightRoom.Zeros(architecture.Numbers).DetachFromDisposeScope();
        if (architecture.Indicated.Length > 0)
            indicated = tensor(Array.ConvertAll(architecture.Indicated, i => (long)i)).DetachFromDisposeScope();
        if (architecture.Numbers > 0 && form != ScalingForm.None)
            scaling = new ColumnScaling(architecture.Numbers, form);
        categories = new ModuleList<CategoryLayer>([.. architecture.Categories.Select(category => new CategoryLayer(category))]);
        RegisterComponents();
    }

    /// <summary>What is done with the numbers; null for nothing.</summary>
    public ColumnScaling? Scaling => scaling;

    /// <summary>The columns of categories.</summary>
    public IReadOnlyList<CategoryLayer> Categories => [.. categories];

    /// <summary>Sets what stands for missing numbers.</summary>
    /// <param name="means">One per number.</param>
    public void FillWith(float[] means)
    {
        if (fill is null)
            return;
        using var gradientsOff = no_grad();
        using var given = tensor(means);
        fill.copy_(given);
    }

    /// <summary>The numbers that the first layer reads.</summary>
    /// <param name="input">(batch, numbers and categories).</param>
    /// <returns>(batch, <see cref="TableArchitecture.OutputSize"/>).</returns>
    public override Tensor forward(Tensor input)
    {
        var parts = new List<Tensor>();
        if (fill is not null)
        {
            var numbers = input.narrow(1, 0, _architecture.Numbers);
            var missing = numbers.isnan();
            var filled = where(missing, fill, numbers);
            parts.Add(scaling is null ? filled : scaling.call(filled));
            if (indicated is not null)
                parts.Add(missing.index_select(1, indicated).to(input.dtype));
        }
        for (var i = 0; i < categories.Count; i++)
            parts.Add(categories[i].call(input.select(1, _architecture.Numbers + i).to(ScalarType.Int64)));
        return parts.Count == 1 ? parts[0] : cat(parts, 1);
    }
}
