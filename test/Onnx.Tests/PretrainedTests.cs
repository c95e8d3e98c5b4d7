using DeepML.Networks;
using DeepML.Onnx.Format;
using DeepML.Workout;
using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepML.Onnx.Tests;

/// <summary>Weights that come as ONNX: those of Microsoft.ML.DnnImageFeaturizer.ResNet18.</summary>
[TestClass]
public sealed class PretrainedTests
{
    private const int Side = 224;

    [TestMethod]
    public void The_packages_network_says_of_pictures_what_onnx_runtime_says()
    {
        var ml = new MLContext(seed: 1);
        var rows = Enumerable.Range(1, 2).Select(seed => new Row { Picture = Waves(seed) }).ToArray();
        var data = ml.Data.LoadFromEnumerable(rows);
        var backbone = PretrainedBackbone.FromPackage();
        var features = backbone.Features() with { Network = backbone.Network with { Height = Side, Width = Side } };
        using var model = ml.Transforms.ConvolutionalFeatures("Deep", "Picture", features).Fit(data);
        var scored = model.Transform(data);
        var deep = Cells.Read(scored, scored.Schema["Deep"]);
        using var session = new InferenceSession(backbone.WeightsFile);
        for (var row = 0; row < rows.Length; row++)
        {
            using var answer = session.Run(
                [NamedOnnxValue.CreateFromTensor("Input247", new DenseTensor<float>(Read(rows[row].Picture), [1, 3, Side, Side]))]);
            var expected = answer[0].AsEnumerable<float>().ToArray();
            Assert.HasCount(512, expected);
            Assert.IsGreaterThan(5, expected.Max(), "it sees something");
            Assert.IsLessThan(1e-4, expected.Zip(deep[row], (a, b) => Math.Abs(a - b)).Max());
        }
    }

    [TestMethod]
    public void Operations_and_constants_of_a_model_are_found_packed_or_raw()
    {
        var graph = new Graph { Node = { new Node { OpType = "Conv", Input = { "x", "w" }, Output = { "y" } } } };
        graph.Initializer.Add(new Format.Tensor
        {
            Name = "w",
            DataType = 1,
            Dims = { 2, 1 },
            RawData = ByteString.CopyFrom([0, 0, 128, 63, 0, 0, 0, 192]),
        });
        graph.Initializer.Add(new Format.Tensor { Name = "whole", DataType = 7, Dims = { 1 }, RawData = ByteString.CopyFrom(new byte[8]) });
        var bytes = new Model { IrVersion = 6, Graph = graph }.ToByteArray();
        var read = OnnxFile.Read(bytes);
        Assert.AreEqual("Conv: x w -> y", string.Join(';', read.Operations.Select(operation =>
            $"{operation.Kind}: {string.Join(' ', operation.Inputs)} -> {string.Join(' ', operation.Outputs)}")));
        var constant = read.Constants.Values.Single();
        CollectionAssert.AreEqual(new[] { 2L, 1 }, constant.Shape);
        CollectionAssert.AreEqual(new[] { 1f, -2 }, constant.Numbers);
        for (var length = 0; length < bytes.Length; length++)
            Assert.ThrowsExactly<FormatException>(() => OnnxFile.Read(bytes[..length]), $"after {length} bytes");
    }

    [TestMethod]
    public void Another_model_is_refused()
    {
        var graph = new Graph { Node = { new Node { OpType = "Conv", Input = { "x", "w" }, Output = { "c1_Output_0" } } } };
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, new Model { Graph = graph }.ToByteArray());
        try
        {
            var ml = new MLContext(seed: 1);
            var options = PretrainedBackbone.FromFile(path, ConvolutionalNetworkKind.ResNet18).Features();
            var data = ml.Data.LoadFromEnumerable([new Row { Picture = Waves(1) }]);
            var network = options.Network with { Height = Side, Width = Side };
            var error = Assert.ThrowsExactly<FormatException>(
                () => ml.Transforms.ConvolutionalFeatures("Deep", "Picture", options with { Network = network }).Fit(data));
            StringAssert.Contains(error.Message, "The model has 1 convolutions; the ResNet-18 of Microsoft.ML.DnnImageFeaturizer has 22");
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Blue, green and red in [0, 255], less the means of the package's pictures.
    private static float[] Read(float[] picture)
    {
        float[] means = [103.06f, 115.90f, 123.15f];
        return
        [
            .. Enumerable.Range(0, 3).SelectMany(
                channel => picture.Skip((2 - channel) * Side * Side).Take(Side * Side).Select(value => (255 * value) - means[channel])),
        ];
    }

    private static float[] Waves(int seed) =>
    [
        .. Enumerable.Range(0, 3 * Side * Side).Select(i => (float)(0.5 + (0.5 * Math.Sin(
            ((i / (Side * Side)) + 1) * (((i % Side) * 0.05 * seed) + ((i / Side % Side) * 0.08)))))),
    ];

    private sealed class Row
    {
        [VectorType(3, Side, Side)]
        public float[] Picture { get; set; } = [];
    }
}
