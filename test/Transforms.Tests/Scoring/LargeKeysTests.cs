using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Scoring;

/// <summary>Keys above 2²⁴, from where on neighbours are one in float32, leave every network as they are.</summary>
[TestClass]
public sealed class LargeKeysTests
{
    private const int Classes = (1 << 24) + 4;
    private const int Odd = (1 << 24) + 1; // no float32 is this number

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_classifier_predicts_a_class_above_two_to_the_24th()
    {
        var architecture = new MultilayerPerceptronArchitecture(1, [], Classes, Activation.Identity);
        var network = new MultilayerPerceptronNetwork(architecture);
        using (no_grad())
        {
            var last = network.Layers[^1];
            last.weight!.zero_();
            last.weight[Odd, 0] = tensor(1f);
            last.bias!.zero_();
            last.bias[Odd + 1] = tensor(0.5f);
        }
        var head = new MulticlassHead(Classes, null);
        using var model = new MultilayerPerceptronTransformer(
            _ml, new("Features", architecture, head, new TrainingHistory()), network, CPU);
        var rows = _ml.Data.LoadFromEnumerable(
            new[] { new Row { Features = [1] }, new Row { Features = [0] }, new Row { Features = [float.NaN] } });
        var expected = new uint[] { Odd + 1, Odd + 2, 0 }; // ML.NET keys start at 1 (0 = missing)
        CollectionAssert.AreEqual(expected, model.Transform(rows).GetColumn<uint>("PredictedLabel").ToArray());
        CollectionAssert.AreEqual(expected[..2], RowByRow(model, rows, 2));
    }

    [TestMethod]
    public void The_pass_of_a_single_row_without_torch_predicts_it_too()
    {
        var output = new MulticlassHead(Classes, null).Outputs()[0];
        var block = (OutputBlock<long>)output.Column.CreateBlock(1);
        var logits = new float[Classes];
        logits[Odd] = 1;
        output.FillRow(logits, block);
        Assert.AreEqual(Odd, block.Row(0)[0]);
        logits[3] = float.NaN;
        output.FillRow(logits, block);
        Assert.AreEqual(-1, block.Row(0)[0]);
    }

    [TestMethod]
    public void A_tagger_answers_with_a_tag_above_two_to_the_24th()
    {
        var stack = new RecurrentStackArchitecture(new LstmEncoder { HiddenSize = 1 }, 1);
        var architecture = new RecurrentTaggingArchitecture(new SequenceEncoderArchitecture(0, 1, 1, stack, 0), Classes);
        var network = new RecurrentTaggingNetwork(architecture);
        using (no_grad())
        {
            var answer = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
            answer["answer.weight"].zero_();
            answer["answer.bias"].zero_();
            answer["answer.bias"][Odd] = tensor(1f);
        }
        var description = new SequenceTaggerDescription(
            "Tags", "Features", new SequenceShape(0, 1, 3), architecture, null, new TrainingHistory());
        using var model = new SequenceTaggerTransformer(_ml, description, network, CPU);
        var rows = _ml.Data.LoadFromEnumerable(new[] { new Sequence { Features = [0.5f, 1] }, new Sequence { Features = [] } });
        var tags = model.Transform(rows).GetColumn<uint[]>("Tags").ToArray();
        CollectionAssert.AreEqual(new uint[] { Odd + 1, Odd + 1 }, tags[0]);
        Assert.IsEmpty(tags[1]);
    }

    [TestMethod]
    public void A_written_sequence_keeps_its_keys_to_its_end()
    {
        var output = new KeySequenceOutput("Written", Classes, 3);
        var scorer = new Scorer(
            [new VectorInput("Features", "input", 1)], [output], CPU,
            (rows, _) => [tensor(new long[] { Odd, 0, -1, Odd - 1, Odd, Odd + 1 }, [2, 3])], ScorableRows.WhereFinite);
        var written = new ScoringView(scorer, _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [0] }, new Row { Features = [0] } }))
            .GetColumn<uint[]>("Written").ToArray();
        CollectionAssert.AreEqual(new uint[] { Odd, 0 }, written[0]);
        CollectionAssert.AreEqual(new uint[] { Odd - 1, Odd, Odd + 1 }, written[1]);
    }

    [TestMethod]
    public void Keys_that_were_floats_on_their_way_are_refused()
    {
        var scorer = new Scorer(
            [new VectorInput("Features", "input", 1)], [new KeyOutput("Key", 3)], CPU, (rows, _) => [zeros(1)], ScorableRows.WhereFinite);
        var view = new ScoringView(scorer, _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [0] } }));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => view.GetColumn<uint>("Key").ToArray()).Message, "was given Float32");
    }

    [TestMethod]
    public void Ratings_know_users_and_items_above_two_to_the_24th()
    {
        var architecture = new RatingsRbmArchitecture(Classes, Classes, 2, 1, 0);
        var network = new RatingsRbmNetwork(architecture);
        using (no_grad())
        {
            network.Weight.zero_();
            network.Weight[Odd, 0] = tensor(2f); // the two levels are 2 apart in the tilt
            network.state_dict()["user_hidden"][Odd, 0] = tensor(1f);
        }
        using var model = new RatingsRbmTransformer(_ml, new("User", "Item", 1, 1, architecture, new TrainingHistory()), network, CPU);
        var data = _ml.Data.LoadFromEnumerable( // members of rows in memory count keys from 0
            from user in new uint[] { Odd - 1, Odd }
            from item in new uint[] { Odd - 1, Odd, Odd + 1 }
            select new Pair { User = user, Item = item });
        var scores = model.Transform(data).GetColumn<float>("Score").ToArray();
        var liked = 1 + (1 / (1 + MathF.Exp(-4)));
        Cells([1.5f, 1.5f, 1.5f, 1.5f, liked, 1.5f], scores);
        var best = model.Recommend(Odd + 1, 1).Single();
        Assert.AreEqual(Odd + 1u, best.Item);
        Assert.AreEqual(liked, best.Score, 1e-5f);
    }

    private static void Cells(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5f, $"row {i}");
    }

    private static uint[] RowByRow(MultilayerPerceptronTransformer model, IDataView data, int rows)
    {
        var mapper = ((ITransformer)model).GetRowToRowMapper(data.Schema);
        var column = mapper.OutputSchema["PredictedLabel"];
        using var cursor = data.GetRowCursor(mapper.GetDependencies([column]));
        using var row = mapper.GetRow(cursor, [column]);
        var getter = row.GetGetter<uint>(column);
        var labels = new uint[rows];
        for (var i = 0; i < rows && cursor.MoveNext(); i++)
            getter(ref labels[i]);
        return labels;
    }

    private sealed class Row
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Sequence
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class Pair
    {
        [KeyType(Classes)]
        public uint User { get; set; }

        [KeyType(Classes)]
        public uint Item { get; set; }
    }
}
