using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Columns of attention weights: what stands in them, and when they are refused.</summary>
[TestClass]
public sealed class AttentionOutputsTests
{
    private static readonly SequenceOutputs Asked = new() { AttentionWeights = "Weights" };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_summary_by_attention_has_one_weight_for_each_step()
    {
        var data = Sequences.Create(_ml, 40);
        using var model = _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            LabelColumnName = "First",
            Outputs = Asked, // neither encoder nor summary is set: the summary is by attention
            Training = Sequences.Quick(1),
        }).Fit(data);
        var lengths = data.GetColumn<uint[]>("Keys").Select(keys => keys.Length).ToArray();
        var weights = model.Transform(data).GetColumn<float[]>("Weights").ToArray();
        CollectionAssert.AreEqual(lengths, weights.Select(row => row.Length).ToArray());
        foreach (var row in weights)
            Assert.AreEqual(1, row.Sum(), 1e-5);
    }

    [TestMethod]
    public void Steps_that_look_have_a_row_of_weights_each()
    {
        var data = Sequences.Create(_ml, 40);
        foreach (var encoder in new SequenceEncoder[]
            {
                new AttentionLstmEncoder { HiddenSize = 4 }, new TransformerEncoder { HiddenSize = 4, Causal = true },
            })
        {
            using var classifier = _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = "Keys",
                LabelColumnName = "First",
                Encoder = encoder,
                Outputs = Asked,
                Training = Sequences.Quick(1),
            }).Fit(data);
            using var regressor = _ml.Transforms.PredictSteps("Steps", "Keys", "Numbers", new StepRegressorOptions
            {
                LabelSize = 2,
                Encoder = encoder,
                Outputs = Asked,
                Training = Sequences.Quick(1),
            }).Fit(data);
            foreach (var (scored, longest) in new[]
                {
                    (classifier.Transform(data), classifier.MaximumLength), (regressor.Transform(data), regressor.MaximumLength),
                })
                foreach (var (keys, row) in data.GetColumn<uint[]>("Keys").Zip(scored.GetColumn<float[]>("Weights")))
                {
                    Assert.HasCount(keys.Length * longest, row);
                    foreach (var step in row.Chunk(longest))
                    {
                        Assert.AreEqual(1, step[..keys.Length].Sum(), 1e-5);
                        Assert.IsTrue(step[keys.Length..].All(weight => weight == 0), "nothing is seen behind the end");
                    }
                }
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Every_key_that_is_written_has_a_row_of_weights_over_what_was_read(int beam)
    {
        var data = Sequences.Create(_ml, 60);
        using var model = Written(Asked);
        var scored = model.Transform(data);
        var read = data.GetColumn<uint[]>("Keys").ToArray();
        var longest = read.Max(keys => keys.Length);
        var written = scored.GetColumn<uint[]>("Output").ToArray();
        Assert.IsTrue(written.Any(keys => keys.Length > 1));
        foreach (var (keys, output, weights) in read.Zip(written, scored.GetColumn<float[]>("Weights")))
        {
            Assert.HasCount(output.Length * longest, weights);
            foreach (var row in weights.Chunk(longest))
                Assert.AreEqual(1, row[..keys.Length].Sum(), 1e-5);
        }
        using var plain = Written(new SequenceOutputs());
        foreach (var (with, without) in written.Zip(plain.Transform(data).GetColumn<uint[]>("Output")))
            CollectionAssert.AreEqual(without, with, "to show the weights changes no answer");

        // each from a context of its own, so that both have the same weights
        SequenceToSequenceTransformer Written(SequenceOutputs outputs) => new MLContext(seed: 1).Transforms.SequenceToSequence(
            "Output", "Keys", "Reversed", new SequenceToSequenceOptions
            {
                Encoder = new GruEncoder { HiddenSize = 8 },
                BeamWidth = beam,
                Outputs = outputs,
                Training = Sequences.Quick(8),
            }).Fit(data);
    }

    public static IEnumerable<SequenceEncoder> Attending =>
        [new AttentionLstmEncoder { HiddenSize = 4 }, new TransformerEncoder { HiddenSize = 4, HeadCount = 2, LayerCount = 2 }];

    [TestMethod]
    [DynamicData(nameof(Attending))]
    public void Weights_and_answers_come_of_one_pass(SequenceEncoder encoder)
    {
        var data = Sequences.Create(_ml, 40);
        var brief = Sequences.Quick(1);
        (string Answer, ScoringTransformer Model)[] models =
        [
            ("Score", _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = "Keys",
                LabelColumnName = "First",
                Encoder = encoder,
                Outputs = Asked,
                Training = brief,
            }).Fit(data)),
            ("Score", _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = "Keys",
                LabelColumnName = "First",
                Encoder = encoder,
                Pooling = SequencePooling.Attention,
                Outputs = Asked,
                Training = brief,
            }).Fit(data)),
            ("Tags", _ml.Transforms.TagSequence(
                "Tags", "Keys", "Next", new SequenceTaggerOptions { Encoder = encoder, Outputs = Asked, Training = brief }).Fit(data)),
            ("Steps", _ml.Transforms.PredictSteps("Steps", "Keys", "Numbers", new StepRegressorOptions
            {
                LabelSize = 2,
                Encoder = encoder,
                Outputs = Asked,
                Training = brief,
            }).Fit(data)),
        ];
        foreach (var (answer, model) in models)
        {
            var passes = 0;
            var keys = (nn.Module<Tensor, Tensor>)model.Network.named_modules().Single(part => part.name == "encoder.embedding").module;
            var hook = keys.register_forward_hook((_, _, output) =>
            {
                passes++;
                return output;
            });
            var scored = model.Transform(data);
            var together = Read(scored, answer, "Weights");
            Assert.AreEqual(1, passes, "of the 40 rows as one batch");
            hook.remove();
            var apart = Read(scored, answer).Zip(Read(scored, "Weights"), (first, second) => first.Concat(second)).ToArray();
            foreach (var (both, one) in together.Zip(apart))
                foreach (var (a, b) in both.Zip(one))
                    Assert.AreEqual(b, a, 1e-6, "a column is the same with and without the other");
            model.Dispose();
        }

        static double[][] Read(IDataView data, params string[] names)
        {
            var rows = new List<double[]>();
            var columns = names.Select(name => data.Schema[name]).ToArray();
            using var cursor = data.GetRowCursor(columns);
            var cells = columns.Select(column => Cell(cursor, column)).ToArray();
            while (cursor.MoveNext())
                rows.Add([.. cells.SelectMany(cell => cell())]);
            return [.. rows];
        }

        static Func<IEnumerable<double>> Cell(DataViewRowCursor cursor, DataViewSchema.Column column)
        {
            if (column.Type is NumberDataViewType)
            {
                var number = cursor.GetGetter<float>(column);
                return () =>
                {
                    var value = 0f;
                    number(ref value);
                    return [value];
                };
            }
            if (column.Type is VectorDataViewType { ItemType: KeyDataViewType })
                return Values<uint>(cursor, column, key => key);
            return Values<float>(cursor, column, number => number);
        }

        static Func<IEnumerable<double>> Values<T>(DataViewRowCursor cursor, DataViewSchema.Column column, Func<T, double> number)
        {
            var vector = cursor.GetGetter<VBuffer<T>>(column);
            return () =>
            {
                var values = default(VBuffer<T>);
                vector(ref values);
                return [.. values.DenseValues().Select(number)];
            };
        }
    }

    [TestMethod]
    public void The_weight_goes_to_the_step_that_the_answer_depends_on()
    {
        // every row has one 4 or 5, which says its class
        var random = new Random(1);
        var rows = Enumerable.Range(0, 300).Select(_ =>
        {
            var keys = Enumerable.Range(0, 8).Select(_ => (uint)random.Next(1, 4)).ToArray();
            keys[random.Next(8)] = (uint)random.Next(4, 6);
            return new Marked { Keys = keys, Label = keys.Contains(4u) };
        }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            Encoder = new TimeDelayEncoder { HiddenSize = 8, Taps = 1 },
            Pooling = SequencePooling.Attention,
            Outputs = Asked,
            Training = Sequences.Quick(20),
        }).Fit(data);
        var found = model.Transform(data).GetColumn<float[]>("Weights")
            .Zip(rows, (weights, row) => row.Keys[Array.IndexOf(weights, weights.Max())] >= 4).Count(right => right);
        Assert.IsGreaterThan(270, found, "by chance 37");
    }

    [TestMethod]
    public void Weights_that_there_are_not_and_names_that_are_taken_are_refused()
    {
        Refused("Encoder", () => _ml.Transforms.TagSequence(
            "Tags", "Keys", "Next", new SequenceTaggerOptions { Outputs = Asked }), "LstmEncoder has no attention");
        Refused("Pooling", () => _ml.Regression.Trainers.RecurrentNetwork(
            new RecurrentNetworkOptions { Pooling = SequencePooling.Mean, Outputs = Asked }), "Pooling.Mean");
        Refused("name", () => _ml.Regression.Trainers.RecurrentNetwork(
            new RecurrentNetworkOptions { Outputs = Asked with { AttentionWeights = "Score" } }), "Outputs.AttentionWeights is \"Score\"");
        Refused("name", () => _ml.Transforms.SequenceToSequence(
            "Weights", "Keys", "Reversed", new SequenceToSequenceOptions { Outputs = Asked }), "Outputs.AttentionWeights is \"Weights\"");
        Refused("empty", () => _ml.Transforms.SequenceToSequence(
            "Output", "Keys", "Reversed", new SequenceToSequenceOptions { Outputs = new() { AttentionWeights = "" } }), "a name, or null");
        Refused("null", () => _ml.Transforms.SequenceToSequence(
            "Output", "Keys", "Reversed", new SequenceToSequenceOptions { Outputs = null! }), "Outputs");
    }

    [TestMethod]
    public void A_language_model_takes_only_attention_that_sees_no_later_step()
    {
        var fault = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.SequenceLanguageModel(
            "Bits", "Keys", new SequenceLanguageModelOptions { Encoder = new AttentionLstmEncoder() }));
        StringAssert.Contains(fault.Message, "AttentionLstmEncoder");
        StringAssert.Contains(fault.Message, "Causal");
        using var model = _ml.Transforms.SequenceLanguageModel("Bits", "Keys", new SequenceLanguageModelOptions
        {
            Encoder = new AttentionLstmEncoder { HiddenSize = 6, Causal = true },
            SegmentLength = 6,
            Training = Sequences.Quick(2),
        }).Fit(Sequences.Create(_ml, 40));
        var next = model.NextTokens([1, 2], count: 3).Single(token => token.Key == 3).Probability;
        Assert.AreEqual(
            model.LogProbability([1, 2, 3]) - model.LogProbability([1, 2]), Math.Log(next), 1e-5, "going on is as reading the whole");
    }

    [TestMethod]
    public void Every_task_over_sequences_takes_cells_that_look_at_the_whole()
    {
        var data = Sequences.Create(_ml, 30);
        var encoder = new AttentionLstmEncoder { HiddenSize = 4 };
        var brief = Sequences.Quick(1);
        var months = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Month { Value = 10 + (i % 6) }).ToArray());
        (string Column, ITransformer Model, IDataView Data)[] tasks =
        [
            ("Read", _ml.Transforms.SequenceLabelling(
                "Read", "Keys", "Runs", new SequenceLabellingOptions { Encoder = encoder, Training = brief }).Fit(data), data),
            ("Code", _ml.Transforms.SequenceAutoencoder(
                "Code", "Keys", new SequenceAutoencoderOptions { Encoder = encoder, CodeSize = 2, Training = brief }).Fit(data), data),
            ("Vectors", _ml.Transforms.MaskedTokenModel(
                "Vectors", "Keys", new MaskedTokenModelOptions { Encoder = encoder, Training = brief }).Fit(data), data),
            ("Output", _ml.Transforms.SequenceToSequence(
                "Output", "Keys", "Reversed", new SequenceToSequenceOptions { Encoder = encoder, Training = brief }).Fit(data), data),
            ("Ahead", _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", new RecurrentForecastOptions
            {
                WindowSize = 6,
                Horizon = 2,
                Encoder = encoder,
                Safeguard = false,
                Training = brief,
            }).Fit(months), months),
        ];
        foreach (var (column, model, rows) in tasks)
        {
            Assert.IsNotEmpty(model.Transform(rows).Preview(3).ColumnView.Single(view => view.Column.Name == column).Values);
            (model as IDisposable)?.Dispose();
        }
    }

    private static void Refused(string what, Action create, string words) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(create).Message, words, what);

    private sealed class Marked
    {
        [KeyType(5)]
        public uint[] Keys { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class Month
    {
        public float Value { get; set; }
    }
}
