using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Onnx.Tests;

/// <summary>Labels of sequences, and what each step says of them.</summary>
[TestClass]
public sealed class LabellingTests
{
    private const string Steps = "Read.Steps";

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Repetitions_are_joined_and_nones_taken_out()
    {
        var data = WrittenRows.Create(_ml, 40, row => row % 9);
        using var model = Fit(data, "Keys", beam: 1);
        var scored = model.Transform(data);
        Assert.IsTrue(Cells.Read(scored, scored.Schema["Read"]).Count(labels => labels.Length > 1) > 5, "several labels are read");
        using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true, Outputs = ["Read"] });
        foreach (var batch in new[] { 2, 7, 40 })
            Assert.AreEqual(0, run.Difference(scored, batch), $"{batch} at once");
        var alike = WrittenRows.Create(_ml, 14, _ => 6);
        using var without = new OnnxRun(model, new OnnxExportOptions { Outputs = ["Read"] });
        CollectionAssert.AreEqual(new[] { "Keys" }, without.Inputs.ToArray());
        Assert.AreEqual(0, without.Difference(model.Transform(alike), 7));
    }

    [TestMethod]
    public void What_the_steps_say_are_logarithms_of_probabilities()
    {
        var data = WrittenRows.Create(_ml, 12, row => 1 + (row % 5));
        using var model = Fit(data, "Steps", beam: 1);
        using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true, Outputs = [Steps] });
        var rows = Cells.Read(data, data.Schema["Steps"]);
        var width = model.LabelCount + 1;
        foreach (var (row, i) in run.Answer(data, 0, 12)[Steps].Select((row, i) => (row, i)))
        {
            float[] expected = [.. model.StepProbabilities(rows[i]).SelectMany(step => step)];
            Assert.AreEqual(rows[i].Length / 2 * width, expected.Length);
            for (var j = 0; j < row.Length; j++)
                if (j < expected.Length)
                    Assert.AreEqual(expected[j], MathF.Exp(row[j]), 1e-5f, $"row {i}, number {j}");
                else
                    Assert.IsTrue(float.IsNaN(row[j]), $"row {i}, number {j} is behind the end");
        }
    }

    [TestMethod]
    public void A_beam_has_no_form_and_the_error_says_what_has()
    {
        var data = WrittenRows.Create(_ml, 12, row => 1 + (row % 5));
        using var model = Fit(data, "Keys", beam: 3);
        var error = Assert.ThrowsExactly<NotSupportedException>(() => model.SaveAsOnnx(new MemoryStream()));
        StringAssert.Contains(error.Message, "its output 'Read': it is found by a beam of 3 beginnings");
        StringAssert.Contains(error.Message, $"WithBeam(1) joins the likeliest answers instead, and '{Steps}' has what any beam reads");
        using var run = new OnnxRun(model, new OnnxExportOptions { Outputs = [Steps] });
        CollectionAssert.AreEqual(new[] { Steps }, run.Outputs.ToArray());
        using var narrow = model.WithBeam(1);
        using var both = new OnnxRun(narrow);
        CollectionAssert.AreEquivalent(new[] { "Read", Steps }, both.Outputs.ToArray());
    }

    private SequenceLabellingTransformer Fit(IDataView data, string column, int beam) => _ml.Transforms.SequenceLabelling(
        "Read", column, "Rises", new SequenceLabellingOptions
        {
            StepSize = column == "Steps" ? 2 : null,
            EmbeddingSize = 4,
            Encoder = new GruEncoder { HiddenSize = 8 },
            BeamWidth = beam,
            Training = new TrainingOptions { Epochs = 60, BatchSize = 8, LearningRate = 0.05, GradientClipNorm = 1 },
        }).Fit(data);
}
