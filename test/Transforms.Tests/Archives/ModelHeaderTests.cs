using System.Text;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>Headers and weights that are not what a reader expects.</summary>
[TestClass]
public sealed class ModelHeaderTests
{
    private const string Description = """{"InputColumn": "Numbers", "Factor": 3, "History": {}}""";

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_header_cut_anywhere_is_called_truncated_or_unreadable()
    {
        var whole = Header("Scaled", 3, Description);
        for (var length = 0; length < whole.Length; length++)
            Assert.ThrowsExactly<FormatException>(() => Read(whole[..length]), $"after {length} bytes");
        using var model = Read(whole);
        Assert.IsNotNull(model);
    }

    [TestMethod]
    public void A_kind_that_is_not_known_is_named_with_those_that_are()
    {
        var error = Refused(Header("Squared", 1, Description));
        StringAssert.Contains(error, "The model holds a 'Squared', which this version of DeepML does not know. Known: ");
        StringAssert.Contains(error, "Scaled");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    [DataRow(4)]
    [DataRow(int.MaxValue)]
    public void A_version_that_never_was_is_refused(int version) =>
        StringAssert.Contains(Refused(Header("Scaled", version, Description)),
            $"format version {version}; this version of DeepML reads up to 3");

    [TestMethod]
    [DataRow(-1)]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow((64 << 20) + 1)]
    [DataRow(int.MaxValue)]
    public void A_length_beyond_reason_is_refused_before_it_is_read(int length) =>
        StringAssert.Contains(
            Refused(Header("Scaled", 3, Description, length)), $"claims {length} bytes: the entry 'Model.key' is damaged");

    [TestMethod]
    public void A_description_shorter_than_it_claims_is_truncated() =>
        StringAssert.Contains(Refused(Header("Scaled", 3, Description, Description.Length + 1)),
            $"ends after {Description.Length} of {Description.Length + 1} bytes");

    [TestMethod]
    [DataRow("{", DisplayName = "not closed")]
    [DataRow("\"\xD8\"", DisplayName = "no text")]
    [DataRow("[]", DisplayName = "a list")]
    [DataRow("7", DisplayName = "a number")]
    [DataRow("{}", DisplayName = "nothing inside")]
    [DataRow("""{"InputColumn": "Numbers", "Factor": "three", "History": {}}""", DisplayName = "a word for a number")]
    [DataRow("""{"InputColumn": null, "Factor": 3, "History": {}}""", DisplayName = "null for a name")]
    [DataRow("""{"InputColumn": "Numbers", "Factor": 3, "Extra": 1, "History": {}}""", DisplayName = "a member too many")]
    [DataRow("""{"InputColumn": "Numbers", "Factor": 3}""", DisplayName = "a member too few")]
    public void A_description_that_is_no_description_is_refused(string description) => Refused(Header("Scaled", 3, description));

    [TestMethod]
    public void Numbers_that_are_not_finite_are_read_by_name_and_refused_where_they_make_no_sense() => StringAssert.Contains(
        Refused(Header("Scaled", 3, """{"InputColumn": "Numbers", "Factor": "NaN", "History": {}}""")), "Factor is not finite");

    [TestMethod]
    public void Weights_of_another_network_are_named()
    {
        StringAssert.Contains(Misfit(("weight", Weight())), "do not fit its description: missing bias; unknown none");
        StringAssert.Contains(Misfit(("weight", Weight()), ("bias", Bias()), ("b", Bias()), ("a", Bias())), "missing none; unknown a, b");
        StringAssert.Contains(
            Misfit(("weight", Weight().t()), ("bias", Bias())),
            "Weight 'weight' is Float32 [2x1] in the file; the description needs Float32 [1x2]");
        StringAssert.Contains(
            Misfit(("weight", Weight()), ("bias", Bias().to(ScalarType.Float64))), "Weight 'bias' is Float64 [1] in the file");
        static Tensor Weight() => tensor(new float[] { 1, 2 }, [1, 2]);
        static Tensor Bias() => tensor(new[] { 0.5f });
    }

    [TestMethod]
    public void Weights_that_fit_are_copied_into_the_network()
    {
        using var network = nn.Linear(2, 1);
        using (var weights = new ArchivedWeights(new Dictionary<string,
            Tensor>
        { ["weight"] = tensor(new float[] { 1, 2 }, [1, 2]), ["bias"] = tensor(new[] { 0.5f }) }))
            weights.CopyInto(network, parametersOnly: false);
        CollectionAssert.AreEqual(new float[] { 1, 2 }, network.weight.data<float>().ToArray());
        Assert.AreEqual(0.5f, network.bias!.data<float>()[0]);
        Assert.IsTrue(network.weight.requires_grad, "it can be trained on");
    }

    private static string Misfit(params (string Name, Tensor Tensor)[] weights)
    {
        using var network = nn.Linear(2, 1);
        using var archived = new ArchivedWeights(weights.ToDictionary(w => w.Name, w => w.Tensor));
        return Assert.ThrowsExactly<FormatException>(() => archived.CopyInto(network, parametersOnly: false)).Message;
    }

    private string Refused(byte[] header) => Assert.ThrowsExactly<FormatException>(() => Read(header)).Message;

    private ScaledTransformer Read(byte[] header)
    {
        using var reader = new BinaryReader(new MemoryStream(header));
        return (ScaledTransformer)ModelArchive.Read(
            ArchiveHeader.Read(reader), Weights, ArchiveKind.In(typeof(ScaledTransformer).Assembly), _ml);
    }

    private static ArchivedWeights Weights() =>
        new(new Dictionary<string, Tensor> { ["weight"] = tensor(new float[] { 1, 2 }, [1, 2]), ["bias"] = tensor(new[] { 0.5f }) });

    private static byte[] Header(string kind, int version, string description, int? length = null)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var text = Encoding.Latin1.GetBytes(description);
        writer.Write(kind);
        writer.Write(version);
        writer.Write(length ?? text.Length);
        writer.Write(text);
        writer.Flush();
        return stream.ToArray();
    }
}
