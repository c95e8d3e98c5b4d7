using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace DeepML.Onnx.Tests;

/// <summary>Generators that make pictures from the coarse to the fine.</summary>
[TestClass]
public sealed class GrowingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow("GanLaplacian")]
    [DataRow("GanProgressive")]
    [DataRow("GanStyle")]
    public void A_saved_generator_makes_the_same_of_the_same_noise(string folder)
    {
        using var model = Load(folder);
        foreach (var rows in new[] { 1, 2, 7 })
            AreEqual(model, rows);
    }

    [TestMethod]
    [DataRow("GanProgressive")]
    [DataRow("GanStyle")]
    public void Pictures_that_have_not_grown_up_are_written_as_they_are(string folder)
    {
        using var model = Load(folder);
        foreach (var doublings in new[] { 0, 0.3, 1 })
        {
            ((IGrowing)model.Network).Growth = Growth.Of(doublings);
            AreEqual(model, 5);
        }
    }

    private GanAugmenterTransformer Load(string folder) => (GanAugmenterTransformer)_ml.Model.Load(
        Path.Combine(AppContext.BaseDirectory, "golden", "v1", folder, "model.zip"), out _);

    private static void AreEqual(GanAugmenterTransformer model, int rows)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var random = new Generator(3);
        var description = (GanDescription)model.Description;
        var a = description.Architecture;
        var noise = Latents.Draw(a, rows, random);
        var classes = Enumerable.Range(0, rows).Select(row => (long)row % a.ConditionSize).ToArray();
        var conditions = eye(a.ConditionSize).index_select(0, tensor(classes));
        var sums = model.Network is StyleGeneratorNetwork styles
            ? new StyleSampling(styles, description, CPU).Draw(noise, conditions, random: null)
            : ((nn.Module<Tensor, Tensor, Tensor>)model.Network).call(noise, conditions);
        var expected = RowFunctions.Apply(sums, a.Blocks, hard: true).ReadAll<float>();

        using var run = new MemoryStream();
        model.SaveAsOnnx(run);
        using var session = new InferenceSession(run.ToArray());
        using var answers = session.Run([Input("Latent", noise), Input("Condition", conditions)]);
        var actual = answers.Single(answer => answer.Name == "Row").AsEnumerable<float>().ToArray();
        Assert.AreEqual(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5f, $"number {i} of {rows} rows");
    }

    private static NamedOnnxValue Input(string name, Tensor values) => NamedOnnxValue.CreateFromTensor(
        name, new DenseTensor<float>(values.ReadAll<float>(), [.. values.shape.Select(size => (int)size)]));
}
