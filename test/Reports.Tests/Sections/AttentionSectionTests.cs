using System.Xml.Linq;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports.Tests.Sections;

[TestClass]
public sealed class AttentionSectionTests
{
    private static readonly MLContext Ml = new(seed: 1);

    private static readonly SequenceOutputs Asked = new() { AttentionWeights = "Weights" };

    private static readonly TrainingOptions Training = new() { Epochs = 8, BatchSize = 4, LearningRate = 0.05 };

    [TestMethod]
    public void A_network_that_shows_its_attention_has_a_picture_of_each_of_the_first_rows()
    {
        var rows = Rows();
        using var summary = Ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            LabelColumnName = "Number",
            Outputs = Asked,
            Training = Training,
        }).Fit(rows);
        using var writer = Ml.Transforms.SequenceToSequence("Written", "Keys", "Again", new SequenceToSequenceOptions
        {
            Encoder = new GruEncoder { HiddenSize = 4 },
            Outputs = Asked,
            Training = Training,
        }).Fit(rows);
        foreach (var (network, words) in new (NetworkTransformer, string)[]
            {
                (summary, "counts in the summary"), (writer, "At which steps"),
            })
        {
            var parts = AttentionSection.Write(network, rows, new ReportOptions { Examples = 2 }).Cast<XElement>().ToArray();
            StringAssert.Contains(parts[0].Value, words);
            Assert.HasCount(2, parts[1].Elements("svg").ToArray());
            StringAssert.Contains(parts[1].Value, "row 2");
        }
        StringAssert.Contains(writer.Report(rows).Html, "At which steps each one looks");
    }

    [TestMethod]
    public void A_network_that_shows_none_has_no_picture()
    {
        var rows = Rows();
        using var tagger = Ml.Transforms.TagSequence("Tags", "Keys", "Again", new SequenceTaggerOptions { Training = Training }).Fit(rows);
        Assert.IsEmpty(AttentionSection.Write(tagger, rows, new ReportOptions()));
    }

    private static IDataView Rows()
    {
        var random = new Random(3);
        return Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 30).Select(_ =>
        {
            var keys = Enumerable.Range(0, random.Next(2, 6)).Select(_ => (uint)random.Next(1, 4)).ToArray();
            return new Steps { Keys = keys, Again = keys, Number = keys[0] };
        }).ToArray());
    }

    private sealed class Steps
    {
        [KeyType(3)]
        public uint[] Keys { get; set; } = [];

        [KeyType(3)]
        public uint[] Again { get; set; } = [];

        public float Number { get; set; }
    }
}
