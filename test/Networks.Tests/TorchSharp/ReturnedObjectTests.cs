using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.TorchSharpTraps;

/// <summary>docs/torchsharp-notes.md, "Functions that return the object they were given".</summary>
[TestClass]
public sealed class ReturnedObjectTests
{
    [TestMethod]
    public void Hardtanh_changes_a_copy_and_returns_its_input()
    {
        using var input = tensor(new float[] { -3, 0.5f, 3 });
        var result = nn.functional.hardtanh(input);
        Assert.AreSame(input, result);
        CollectionAssert.AreEqual(new float[] { -3, 0.5f, 3 }, result.data<float>().ToArray());
    }

    [TestMethod]
    public void Init_returns_the_weight_itself_so_that_disposing_the_result_frees_it()
    {
        using var weight = empty(3, 2);
        Assert.AreSame(weight, nn.init.zeros_(weight));
        Assert.AreSame(weight, nn.init.xavier_uniform_(weight));
        Assert.AreSame(weight, nn.init.normal_(weight));
    }
}
