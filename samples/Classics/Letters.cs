using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>Letters of 8×8 pixels, stored once: a Hopfield memory brings damaged ones back, a Hamming network names them.</summary>
internal static class Letters
{
    private const int Side = 8;
    private const string SheetPath = "artifacts/letters.png";

    private static readonly (string Name, string[] Rows)[] Drawn =
    [
        ("A", ["...##...", "..#..#..", ".#....#.", ".#....#.", ".######.", ".#....#.", ".#....#.", ".#....#."]),
        ("E", [".######.", ".#......", ".#......", ".#####..", ".#......", ".#......", ".#......", ".######."]),
        ("T", ["########", "...##...", "...##...", "...##...", "...##...", "...##...", "...##...", "...##..."]),
        ("X", ["##....##", ".##..##.", "..####..", "...##...", "...##...", "..####..", ".##..##.", "##....##"]),
        ("O", [".######.", "##....##", "#......#", "#......#", "#......#", "#......#", "##....##", ".######."]),
        ("L", ["##......", "##......", "##......", "##......", "##......", "##......", "########", "########"]),
    ];

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var stored = Drawn.Select(letter => new Letter { Name = letter.Name, Signs = Signs(letter.Rows) }).ToArray();
        var data = ml.Data.LoadFromEnumerable(stored);
        var memory = ml.Transforms.HopfieldMemory("Recalled", "Signs", new HopfieldMemoryOptions
        {
            Rule = HopfieldRule.Projection,
            StepsColumnName = "Sweeps",
            EnergyColumnName = "Energy",
        }).Fit(data);
        var names = ml.MulticlassClassification.Trainers.HammingNetwork("Name", "Signs")
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        var rows = new List<string[]>();
        var sheet = new List<IReadOnlyList<float[]>> { stored.Select(letter => Grey(letter.Signs)).ToArray() };
        foreach (var turned in new[] { 6, 12, 18 })
        {
            var damaged = Enumerable.Range(0, 100).SelectMany(_ => stored.Select(letter => Damage(letter, turned, random))).ToArray();
            var view = ml.Data.LoadFromEnumerable(damaged);
            var recalled = memory.Transform(view);
            var pictures = recalled.GetColumn<float[]>("Recalled").ToArray();
            var whole = pictures.Zip(damaged, (p, d) => p.SequenceEqual(stored.Single(l => l.Name == d.Name).Signs) ? 1.0 : 0).Average();
            var named = names.Transform(view).GetColumn<string>("PredictedLabel").Zip(damaged, (n, d) => n == d.Name ? 1.0 : 0).Average();
            rows.Add(
            [
                $"{turned} of {Side * Side}", SampleOutput.Percent(whole), SampleOutput.Percent(named),
                SampleOutput.Number(recalled.GetColumn<float>("Sweeps").Average(), "F1"),
                SampleOutput.Number(recalled.GetColumn<float>("Energy").Average(), "F1"),
            ]);
            output.Value($"letters.recalled.{turned}", whole);
            output.Value($"letters.named.{turned}", named);
            sheet.Add(damaged.Take(stored.Length).Select(letter => Grey(letter.Signs)).ToArray());
            sheet.Add(pictures.Take(stored.Length).Select(Grey).ToArray());
        }
        output.Table(
            "Six letters of 64 pixels, damaged 600 times",
            ["pixels turned", "recalled whole (Hopfield)", "named rightly (Hamming)", "sweeps", "energy"], rows);
        Pictures.SaveSheet(SheetPath, sheet, Side, Side);
        output.Say($"As stored, and then damaged and recalled by turns, from little damage to much: {SheetPath}");
        memory.Dispose();
        return 0;
    }

    private static float[] Signs(string[] rows) => [.. rows.SelectMany(row => row.Select(pixel => pixel == '#' ? 1f : -1))];

    private static float[] Grey(float[] signs) => Array.ConvertAll(signs, sign => (sign + 1) / 2);

    private static Letter Damage(Letter letter, int turned, Random random)
    {
        var order = Enumerable.Range(0, letter.Signs.Length).ToArray();
        random.Shuffle(order);
        var signs = (float[])letter.Signs.Clone();
        foreach (var pixel in order.Take(turned))
            signs[pixel] = -signs[pixel];
        return new Letter { Name = letter.Name, Signs = signs };
    }

    private sealed class Letter
    {
        public string Name { get; set; } = "";

        [VectorType(Side * Side)]
        public float[] Signs { get; set; } = [];
    }
}
