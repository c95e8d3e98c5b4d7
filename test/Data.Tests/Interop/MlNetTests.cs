using System.Text;
using Microsoft.ML;

namespace DeepML.Data.Tests.Interop;

/// <summary>What is reached of ML.NET that it does not hand out.</summary>
[TestClass]
public sealed class MlNetTests
{
    [TestMethod]
    public void The_environment_of_a_catalog_is_that_of_its_context()
    {
        var ml = new MLContext(seed: 1) { GpuDeviceId = 3, FallbackToCpu = true };
        foreach (var catalog in new object[] { ml.Transforms, ml.Regression.Trainers, ml.Data })
            Assert.AreEqual((3, true), CatalogAccess.DeviceOf(CatalogAccess.EnvironmentOf(catalog)), catalog.GetType().Name);
        Assert.ThrowsExactly<ArgumentNullException>(() => CatalogAccess.EnvironmentOf(null!));
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => CatalogAccess.EnvironmentOf("no catalog")).Message,
                "cannot find the environment of String");
    }

    [TestMethod]
    public void Threads_of_reading_are_begun_at_once_and_stay_for_a_while()
    {
        static int Threads() => System.Diagnostics.Process.GetCurrentProcess().Threads.Count;
        var before = Threads();
        Assert.IsTrue(ReadingThreads.Begin(8), "this ML.NET has them");
        Assert.IsGreaterThan(before + 3, Threads()); // those of tests before may have ended meanwhile
    }

    [TestMethod]
    public void The_device_of_a_context_is_read()
    {
        var ml = new MLContext(seed: 1);
        Assert.AreEqual((null, false), CatalogAccess.DeviceOf(ml));
        (ml.GpuDeviceId, ml.FallbackToCpu) = (3, true);
        Assert.AreEqual((3, true), CatalogAccess.DeviceOf(ml));
        Assert.ThrowsExactly<ArgumentNullException>(() => CatalogAccess.DeviceOf(null!));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_trainer_says_what_it_takes(bool normalization)
    {
        var info = TrainerInfos.Create(normalization);
        Assert.AreEqual(normalization, info.NeedNormalization);
        Assert.IsFalse(Read("NeedCalibration"));
        Assert.IsFalse(info.WantCaching);
        Assert.IsTrue(Read("SupportsValidation"));
        Assert.IsTrue(Read("SupportsIncrementalTraining"));
        Assert.IsFalse(Read("SupportsTest"));
        bool Read(string name) => (bool)info.GetType().GetProperty(name, MlNet.AnyInstance)!.GetValue(info)!; // what ML.NET asks inside
    }

    [TestMethod]
    public void What_a_newer_version_no_longer_has_is_named_with_the_version()
    {
        Assert.AreEqual("Microsoft.ML.VersionInfo", MlNet.Type("Microsoft.ML.VersionInfo").FullName);
        var error = Assert.ThrowsExactly<NotSupportedException>(() => MlNet.Type("Microsoft.ML.Nothing"));
        StringAssert.Contains(error.Message, "cannot find Microsoft.ML.Nothing in Microsoft.ML.Core");
    }

    [TestMethod]
    public void Arguments_of_attributes_are_written_as_the_standard_says()
    {
        // ECMA-335, II.23.3: 01 00, the arguments, 00 00
        CollectionAssert.AreEqual(new byte[] { 1, 0, 0, 0 }, AttributeBlob.Of(_ => { }));
        CollectionAssert.AreEqual(new byte[] { 1, 0, 2, 0x61, 0x62, 0, 0 },
            AttributeBlob.Of(writer => AttributeBlob.WriteString(writer, "ab")));
        CollectionAssert.AreEqual(new byte[] { 1, 0, 0, 0, 0 }, AttributeBlob.Of(writer => AttributeBlob.WriteString(writer, "")));
        CollectionAssert.AreEqual(new byte[] { 1, 0, 0xFF, 0, 0 }, AttributeBlob.Of(AttributeBlob.WriteNullString));
    }

    [TestMethod]
    [DataRow(127, new byte[] { 0x7F })]
    [DataRow(128, new byte[] { 0x80, 0x80 })]
    [DataRow(300, new byte[] { 0x81, 0x2C })]
    [DataRow(0x3FFF, new byte[] { 0xBF, 0xFF })]
    public void The_length_of_a_text_takes_one_byte_or_two(int length, byte[] written)
    {
        var blob = AttributeBlob.Of(writer => AttributeBlob.WriteString(writer, new string('x', length)));
        CollectionAssert.AreEqual(written, blob[2..(2 + written.Length)]);
        Assert.HasCount(2 + written.Length + length + 2, blob);
    }

    [TestMethod]
    public void A_text_is_counted_in_bytes()
    {
        var blob = AttributeBlob.Of(writer => AttributeBlob.WriteString(writer, "ü€"));
        Assert.AreEqual(5, blob[2]);
        Assert.AreEqual("ü€", Encoding.UTF8.GetString(blob[3..8]));
    }
}
