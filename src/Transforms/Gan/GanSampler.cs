using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Draws rows from a generator; the same seed draws the same rows.</summary>
/// <param name="generator">Noise and condition → rows before their last function; in scoring mode.</param>
/// <param name="description">Layout and sizes.</param>
/// <param name="device">Where the generator lives.</param>
internal sealed class GanSampler(nn.Module<Tensor, Tensor, Tensor> generator, GanDescription description, Device device)
{
    private const int Attempts = 6;

    private readonly ConditionDraws? _draws =
        description.Condition == TableCondition.None ? null : new ConditionDraws(new TableCodec(description.Table, description.Condition, description.IsBounded), GanSampling.AsInData);

    /// <summary>The layout of rows.</summary>
    public TableCodec Codec { get; } = new(description.Table, description.Condition, description.IsBounded);

    /// <summary>What is saved of the model.</summary>
    public GanDescription Description => description;

    /// <summary>Draws rows.</summary>
    /// <param name="asked">Per row: a category to make, by the position of its column among the conditional ones; null draws it.</param>
    /// <param name="seed">Fixes the rows.</param>
    /// <returns>(rows, compact), row by row.</returns>
    public float[] Draw(IReadOnlyList<(int Condition, int Place)?> asked, int seed)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var noise = new Generator((ulong)(uint)seed);
        var random = new Random(seed);
        var wanted = asked.Select(a => a ?? _draws?.Next(random) ?? (0, 0)).ToArray();
        var compact = Attempt(wanted, noise);
        if (description.Condition == TableCondition.AnyCategory)
            MakeObey(compact, wanted, asked, noise);
        return compact;
    }

    /// <summary>Makes rows from given noise.</summary>
    /// <param name="latents">(rows, latent).</param>
    /// <param name="wanted">Per row: a category, by the position of its column among the conditional ones.</param>
    /// <param name="noise">Draws choices.</param>
    /// <returns>(rows, compact), row by row.</returns>
    public float[] Decode(Tensor latents, (int Condition, int Place)[] wanted, Generator noise)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var condition = zeros(new long[] { wanted.Length, Codec.ConditionSize });
        if (Codec.ConditionSize > 0)
        {
            var ones = wanted.Select(w => (long)(Codec.ConditionStart(Codec.Conditions[w.Condition]) + w.Place)).ToArray();
            condition = nn.functional.one_hot(tensor(ones), Codec.ConditionSize).to(float32); // (rows, condition)
        }
        var answers = generator.call(latents.to(device), condition.to(device)); // (rows, row)
        var rows = RowFunctions.Apply(answers, description.Architecture.Blocks, noise, hard: true);
        var compact = Codec.Shrink(rows).cpu(); // (rows, compact)
        if (description.Condition == TableCondition.Label)
            compact.select(1, Codec.CompactSize - 1).copy_(tensor(Array.ConvertAll(wanted, w => (float)w.Place)));
        return compact.contiguous().data<float>().ToArray();
    }

    private float[] Attempt((int Condition, int Place)[] wanted, Generator noise)
    {
        using var latents = randn(wanted.Length, description.Architecture.LatentSize, generator: noise);
        return Decode(latents, wanted, noise);
    }

    // A generator mostly answers with the category that was asked for. Rows that have another are drawn again a few times; what is
    // left then is given the category, so that a caller who asks for it always gets it.
    private void MakeObey(float[] compact, (int Condition, int Place)[] wanted, IReadOnlyList<(int Condition, int Place)?> asked, Generator noise)
    {
        var size = Codec.CompactSize;
        var wrong = Enumerable.Range(0, wanted.Length).Where(row => asked[row] is not null && !Obeys(row)).ToArray();
        for (var attempt = 1; attempt < Attempts && wrong.Length > 0; attempt++)
        {
            var again = Attempt(Array.ConvertAll(wrong, row => wanted[row]), noise);
            for (var i = 0; i < wrong.Length; i++)
                Array.Copy(again, i * size, compact, wrong[i] * size, size);
            wrong = Array.FindAll(wrong, row => !Obeys(row));
        }
        foreach (var row in wrong)
            compact[At(row)] = wanted[row].Place;

        bool Obeys(int row) => compact[At(row)] == wanted[row].Place;
        int At(int row) => (row * size) + Codec.CompactStart(Codec.Conditions[wanted[row].Condition]);
    }
}
