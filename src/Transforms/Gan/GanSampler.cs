using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Draws rows from a generator; the same seed draws the same rows.</summary>
/// <param name="generator">Noise and condition → rows before their last function; in scoring mode.</param>
/// <param name="description">Layout and sizes.</param>
/// <param name="device">Where the generator lives.</param>
/// <param name="use">Keeps the generator while rows are drawn, which is when they are read; throws if it has been disposed.</param>
internal sealed class GanSampler(
    nn.Module<Tensor, Tensor, Tensor> generator, GanDescription description, Device device, Func<IDisposable> use)
{
    private const int Attempts = 6;

    private readonly StyleSampling? _styles = generator is StyleGeneratorNetwork network
        ? new StyleSampling(network, description, device) : null;

    /// <summary>The layout of rows.</summary>
    public TableCodec Codec { get; } = description.CreateCodec();

    /// <summary>What is saved of the model.</summary>
    public GanDescription Description => description;

    /// <summary>Draws rows.</summary>
    /// <param name="asked">Per row: a category to make, by the position of its column among the conditional ones; null draws it.</param>
    /// <param name="seed">Fixes the rows.</param>
    /// <returns>(rows, compact), row by row.</returns>
    public float[] Draw(IReadOnlyList<(int Condition, int Place)?> asked, int seed)
    {
        using var kept = use();
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var noise = new Generator((ulong)(uint)seed);
        var random = new Random(seed);
        var wanted = asked.Select(category => Want(category, random)).ToArray();
        var compact = Attempt(wanted, noise);
        if (description.Condition == TableCondition.AnyCategory)
            MakeObey(compact, wanted, noise);
        return compact;
    }

    /// <summary>Makes rows from given noise, and nothing else that is drawn: a choice is the same whenever it is asked for.</summary>
    /// <param name="latents">(rows, latent).</param>
    /// <param name="wanted">Per row: categories, by the positions of their columns among the conditional ones.</param>
    /// <returns>(rows, compact), row by row.</returns>
    public float[] Decode(Tensor latents, (int Condition, int Place)[][] wanted)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var noise = new Generator(0);
        return Finished(Answers(latents, wanted, random: null), wanted, noise);
    }

    /// <summary>Makes a row in two styles.</summary>
    /// <param name="first">(1, latent): noise of the style before the layer.</param>
    /// <param name="second">(1, latent): noise of the style from the layer on.</param>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="wanted">The row's categories.</param>
    /// <returns>(compact).</returns>
    /// <exception cref="InvalidOperationException">The generator knows no styles.</exception>
    public float[] Mix(Tensor first, Tensor second, int layer, (int Condition, int Place)[] wanted)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var noise = new Generator(0);
        return Finished(Styles.Mix(first.to(device), second.to(device), Conditions([wanted]), layer), [wanted], noise);
    }

    /// <summary>The styles of the generator.</summary>
    /// <exception cref="InvalidOperationException">It knows none.</exception>
    public StyleSampling Styles => _styles ?? throw new InvalidOperationException(
        $"The augmenter's generator knows no styles: fit it with Growing = new {nameof(StyleGenerator)}().");

    /// <summary>Layers of the generator that have a style; 0 if it knows none.</summary>
    public int StyleLayers => _styles?.Layers ?? 0;

    // (rows, compact), row by row
    private float[] Finished(Tensor answers, (int Condition, int Place)[][] wanted, Generator noise)
    {
        var rows = RowFunctions.Apply(answers, description.Architecture.Blocks, noise, hard: true);
        var compact = Codec.Shrink(rows).cpu(); // (rows, compact)
        if (description.Condition == TableCondition.Label)
            compact.select(1, Codec.CompactSize - 1).copy_(tensor(Array.ConvertAll(wanted, w => (float)w[0].Place)));
        return compact.ReadAll<float>();
    }

    /// <summary>What the generator answers to rows that nobody asks anything of, before its last function.</summary>
    /// <returns>(rows, row).</returns>
    public Tensor Unasked(int rows, int seed)
    {
        using var noise = new Generator((ulong)(uint)seed);
        var random = new Random(seed);
        var wanted = Enumerable.Range(0, rows).Select(_ => Want(null, random)).ToArray();
        return Answers(Latents.Draw(description.Architecture, rows, noise), wanted, random: null);
    }

    private Tensor Answers(Tensor latents, (int Condition, int Place)[][] wanted, Generator? random) =>
        _styles?.Draw(latents.to(device), Conditions(wanted), random)
        ?? generator.call(latents.to(device), Conditions(wanted));

    private Tensor Conditions((int Condition, int Place)[][] wanted)
    {
        var condition = new float[wanted.Length * Codec.ConditionSize];
        for (var row = 0; row < wanted.Length; row++)
            foreach (var (column, place) in wanted[row])
                condition[(row * Codec.ConditionSize) + Codec.ConditionStart(Codec.Conditions[column]) + place] = 1;
        var conditions = Codec.ConditionSize == 0
            ? zeros(new long[] { wanted.Length, 0 })
            : tensor(condition, [wanted.Length, Codec.ConditionSize]);
        return conditions.to(device);
    }

    // The label is always among what is wanted: with a category, one that goes with it; with nothing, one by frequency.
    private (int Condition, int Place)[] Want((int Condition, int Place)? asked, Random random)
    {
        if (Codec.LabelCondition < 0)
        {
            if (asked is { } only)
                return [only];
            if (Codec.Conditions.Length == 0)
                return [];
            var column = random.Next(Codec.Conditions.Length);
            return [(column, Draw(description.Table[Codec.Conditions[column]].Counts, random))];
        }
        if (asked is not { } category)
            return [(Codec.LabelCondition, Draw(description.Table[^1].Counts, random))];
        return category.Condition == Codec.LabelCondition
            ? [category]
            : [category,
                (Codec.LabelCondition, Draw(description.Table[Codec.Conditions[category.Condition]].LabelCounts[category.Place], random))];
    }

    private static int Draw(long[] counts, Random random) => ConditionDraws.Draw(ConditionDraws.RunningShares(counts), random);

    private float[] Attempt((int Condition, int Place)[][] wanted, Generator noise)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        return Finished(Answers(Latents.Draw(description.Architecture, wanted.Length, noise), wanted, noise), wanted, noise);
    }

    // A generator mostly answers with the categories that were asked for. Rows that have others are drawn again a few times; what is
    // left then is given the categories, so that a caller who asks for one always gets it.
    private void MakeObey(float[] compact, (int Condition, int Place)[][] wanted, Generator noise)
    {
        var size = Codec.CompactSize;
        var wrong = Enumerable.Range(0, wanted.Length).Where(row => !Obeys(row)).ToArray();
        for (var attempt = 1; attempt < Attempts && wrong.Length > 0; attempt++)
        {
            var again = Attempt(Array.ConvertAll(wrong, row => wanted[row]), noise);
            for (var i = 0; i < wrong.Length; i++)
                Array.Copy(again, i * size, compact, wrong[i] * size, size);
            wrong = Array.FindAll(wrong, row => !Obeys(row));
        }
        foreach (var row in wrong)
            foreach (var (column, place) in wanted[row])
                compact[At(row, column)] = place;

        bool Obeys(int row) => Array.TrueForAll(wanted[row], w => compact[At(row, w.Condition)] == w.Place);
        int At(int row, int condition) => (row * size) + Codec.CompactStart(Codec.Conditions[condition]);
    }
}
