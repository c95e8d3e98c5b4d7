using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences;

/// <summary>What a masked-token model gives of sequences, beside the network asked directly.</summary>
[TestClass]
public sealed class MaskedTokenModelTests
{
    private static readonly MaskedTokenArchitecture Architecture = new(
        new SequenceEncoderArchitecture(
            5, 1, 3, new RecurrentStackArchitecture(new TransformerEncoder { HiddenSize = 4, HeadCount = 2 }, 3), 0), TiedWeights: true);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Features_are_the_mean_the_first_or_every_vector_of_the_steps()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        foreach (var features in Enum.GetValues<TokenFeatures>())
        {
            using var model = Model(features);
            var given = model.Transform(Rows([1, 2, 3], [5], [4, 4, 4, 4, 4, 4])).GetColumn<float[]>("Features").ToArray();
            var steps = ((MaskedTokenNetwork)model.Network).call(
                tensor(new long[] { 1, 2, 3 }, [1, 3]), tensor(new long[] { 3 }))[0]; // (3, 4)
            var expected = features switch
            {
                TokenFeatures.Mean => steps.mean([0L]),
                TokenFeatures.First => steps[0],
                _ => steps.flatten(),
            };
            var values = expected.data<float>().ToArray();
            Assert.HasCount(values.Length, given[0]);
            for (var i = 0; i < values.Length; i++)
                Assert.AreEqual(values[i], given[0][i], 1e-5, $"{features}, {i}");
            var longest = features == TokenFeatures.PerToken ? model.MaximumLength : 1;
            Assert.HasCount(model.FeatureSize * longest, given[2], "longer rows are cut");
            Assert.HasCount(model.FeatureSize, given[1]);
        }
    }

    [TestMethod]
    public void A_place_is_filled_with_keys_by_their_probabilities()
    {
        using var model = Model(TokenFeatures.Mean);
        var filled = model.Fill([1, 2, 0], 1, 9);
        Assert.HasCount(5, filled, "there are no more keys");
        Assert.AreEqual(1, filled.Sum(token => token.Probability), 1e-6);
        Assert.IsTrue(filled.All(token => token.Key is >= 1 and <= 5));
        CollectionAssert.AreEqual(filled.OrderByDescending(t => t.Probability).ToArray(), filled.ToArray());
        CollectionAssert.AreEqual(filled.ToArray(), model.Fill([1, 5, 0], 1, 9).ToArray(), "the key at the place is hidden");
        Assert.AreEqual(filled[0], model.Fill([1, 2, 0], 1, 1).Single());
        var before = LiveTensors.Count();
        model.Fill([1, 2, 3], 0, 2);
        Assert.AreEqual(before, Tensor.TotalCount);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Fill([1, 6], 0, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Fill([1], 1, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Fill([1], -1, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Fill([1], 0, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Fill([1, 1, 1, 1, 1], 0, 1));
    }

    [TestMethod]
    public void What_it_was_learned_of_is_told()
    {
        using var model = Model(TokenFeatures.First);
        Assert.AreEqual((5, 4, 4, 3), (model.KeyCount, model.MaximumLength, model.FeatureSize, model.EmbeddingSize));
        CollectionAssert.AreEqual(new[] { "a", "b", "c", "d", "e" }, model.Vocabulary.ToArray());
        Assert.AreEqual(4, model.Encoder.HiddenSize);
    }

    [TestMethod]
    public void A_description_whose_vocabulary_or_features_do_not_fit_is_refused()
    {
        Description(TokenFeatures.Mean).Check();
        foreach (var damaged in new[]
        {
            Description((TokenFeatures)9),
            Description(TokenFeatures.Mean) with { Values = new KeyValues("String", ["a"]) },
            Description(TokenFeatures.Mean) with { Shape = new SequenceShape(4, 1, 4) },
        })
            Assert.ThrowsExactly<FormatException>(damaged.Check);
    }

    private static MaskedTokenDescription Description(TokenFeatures features) => new(
        "Features", "Keys", new SequenceShape(5, 1, 4), Architecture, features, new KeyValues("String", ["a", "b", "c", "d", "e"]),
        new TrainingHistory());

    private MaskedTokenModelTransformer Model(TokenFeatures features)
    {
        manual_seed(1);
        var network = new MaskedTokenNetwork(Architecture);
        network.eval();
        return new MaskedTokenModelTransformer(_ml, Description(features), network, CPU);
    }

    private IDataView Rows(params uint[][] rows) => _ml.Data.LoadFromEnumerable(rows.Select(keys => new Row { Keys = keys }).ToArray());

    private sealed class Row
    {
        [KeyType(5)]
        public uint[] Keys { get; set; } = [];
    }
}
