using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Gan;

/// <summary>A generator that answers every latent alike: what it makes is known.</summary>
internal sealed class FixedGenerator(params float[] row) : nn.Module<Tensor, Tensor, Tensor>("Fixed")
{
    /// <summary>Far enough above the others that no noise chooses another.</summary>
    public const float Chosen = 1000;

    /// <summary>What a sampler holds while it draws: the tests dispose the generator after it.</summary>
    public static IDisposable Kept { get; } = new CancellationTokenSource();

    public int Calls { get; private set; }

    public override Tensor forward(Tensor noise, Tensor condition)
    {
        Calls++;
        return tensor(row).expand(noise.size(0), row.Length).clone();
    }

    /// <summary>The description of a table whose rows have these blocks.</summary>
    public static GanDescription Describe(
        TableColumn[] table, TableCondition condition = TableCondition.None, string? label = null, string? marker = null,
            KeyValues?[]? keys = null,
        GanAmount? amount = null, PictureShape? picture = null, bool bounded = false)
    {
        var codec = new TableCodec(table, condition, bounded, label is not null);
        RowBlock[] blocks = [.. codec.Blocks.Select(block => new RowBlock((RowBlockKind)(int)block.Kind, block.Width))];
        return new GanDescription(
            table, condition, bounded, label, marker, keys ?? new KeyValues?[table.Length], [],
                new GeneratorArchitecture(blocks, 1, codec.ConditionSize, [], false, null),
            picture, amount ?? GanAmount.PerClass(1), 1, new TrainingHistory());
    }
}
