using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Rows that are missing, twice there or out of order after a scoring run was killed and taken up by another number of processes.
/// </summary>
internal static class ScoringTask
{
    /// <summary>How often the digits are scored.</summary>
    public const int Files = 20;

    private const int PartsAtTheKill = 40;

    /// <summary>Where scores come.</summary>
    public static string Output(string folder) => Path.Combine(folder, "scores.csv");

    public static IEnumerable<(string Name, double Value)> Run()
    {
        var folder = Directory.CreateTempSubdirectory("deepml-").FullName;
        try
        {
            var ml = new MLContext(seed: 1);
            var digits = ml.Data.LoadFromTextFile<DigitRows.Digit>(RepositoryFiles.Data("digits.csv"), separatorChar: ',', hasHeader: true);
            var chain = ml.Transforms.Conversion.MapValueToKey("Key", "Label").Append(
                ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
                {
                    LabelColumnName = "Key",
                    Training = new TrainingOptions { Epochs = 1 },
                })).Fit(digits);
            ml.Model.Save(chain, digits.Schema, Path.Combine(folder, "model.zip"));
            var parts = Output(folder) + ".parts";
            using (var run = MpiRun.Start(2, "score", folder))
            {
                while (!Directory.Exists(parts) || Directory.GetFiles(parts, "*.part").Length < PartsAtTheKill)
                    Thread.Sleep(1);
                run.Kill(1);
            }
            yield return ("distributed.score.parts_at_the_kill", Directory.Exists(parts) ? Directory.GetFiles(parts, "*.part").Length : 0);
            MpiRun.Finish(3, "score", folder);
            var expected = Enumerable.Repeat(File.ReadLines(RepositoryFiles.Data("digits.csv")).Skip(1), Files)
                .SelectMany(rows => rows).Select(row => row.Split(',')[^1]).ToArray();
            var found = File.ReadLines(Output(folder)).Skip(1).Select(row => row.Split(',')[0]).ToArray();
            yield return ("distributed.score.rows", found.Length);
            yield return ("distributed.score.rows_lost", Math.Abs(expected.Length - found.Length)
                + expected.Zip(found).Count(pair => float.Parse(pair.First) != float.Parse(pair.Second)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
