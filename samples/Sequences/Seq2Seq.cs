using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// Dates as people write them, turned into dates as machines write them, character by character: an encoder, a decoder and attention.
/// </summary>
internal static class Seq2Seq
{
    private const int Epochs = 12;

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var train = ml.Data.LoadFromEnumerable(Rows(1, 4000).ToArray());
        var test = ml.Data.LoadFromEnumerable(Rows(2, 500).ToArray());
        var model = output.Train(
            "Encoder and decoder with attention", Epochs, progress => ml.Transforms.Conversion.MapValueToKey("From", "Written")
            .Append(ml.Transforms.Conversion.MapValueToKey("To", "Wanted"))
            .Append(ml.Transforms.SequenceToSequence("Keys", "From", "To", new SequenceToSequenceOptions
            {
                Encoder = new GruEncoder { HiddenSize = 48 },
                EmbeddingSize = 16,
                Outputs = new SequenceOutputs { AttentionWeights = "Looked" },
                Training = new TrainingOptions
                {
                    Epochs = Epochs,
                    BatchSize = 64,
                    LearningRate = 5e-3,
                    Schedule = new CosineSchedule(),
                    GradientClipNorm = 1,
                    Progress = progress
                },
            }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Said", "Keys"))
            .Fit(train));
        var answered = model.Transform(test);
        var pairs = answered.GetColumn<string[]>("Written")
            .Zip(answered.GetColumn<string[]>("Wanted"), answered.GetColumn<string[]>("Said"))
            .Select(p => (Written: string.Concat(p.First), Wanted: string.Concat(p.Second), Said: string.Concat(p.Third))).ToArray();
        var exact = pairs.Average(p => p.Said == p.Wanted ? 1.0 : 0);
        output.Table("Dates never seen", ["written", "wanted", "network"],
            pairs.Take(8).Select(p => new[] { p.Written, p.Wanted, p.Said }));
        output.Say($"Exactly right: [bold]{SampleOutput.Percent(exact)}[/]; answering the most frequent date: under 0.1 %");
        output.Value("seq2seq.exact", exact);
        Draw(output, answered, pairs[0].Written, pairs[0].Said);
        model.Dispose();
        return exact > 0.5 ? 0 : 1;
    }

    // Which letters of the date as it is written the network looks at, before it writes each of its own.
    private static void Draw(SampleOutput output, IDataView answered, string written, string said)
    {
        var weights = answered.GetColumn<float[]>("Looked").First();
        var chart = ReportCharts.Attention(
            weights, [.. written.Select(Named)], [.. said.Select(Named)], $"\"{written}\" written as \"{said}\"");
        output.Say($"What it looks at while it writes the first: {Chart.Save(chart, "artifacts/seq2seq-attention", 640, 480)}");

        static string Named(char letter) => letter == ' ' ? "␣" : letter.ToString();
    }

    private static IEnumerable<Row> Rows(int seed, int count)
    {
        var random = new Random(seed);
        string[] months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        for (var i = 0; i < count; i++)
        {
            var date = new DateTime(1980, 1, 1).AddDays(random.Next(20_000));
            var written = random.Next(2) == 0
                ? $"{date.Day} {months[date.Month - 1]} {date.Year}"
                : $"{months[date.Month - 1]} {date.Day}, {date.Year}";
            yield return new Row
            {
                Written = Letters(written),
                Wanted = Letters(date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))
            };
        }
    }

    private static string[] Letters(string text) => [.. text.Select(c => c.ToString())];

    private sealed class Row
    {
        public string[] Written { get; set; } = [];

        public string[] Wanted { get; set; } = [];
    }
}
