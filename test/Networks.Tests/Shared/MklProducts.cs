namespace DeepML.Networks.Tests;

/// <summary>The products that passes without torch's operations are made of.</summary>
internal static class MklProducts
{
    /// <summary>Ends a test without a verdict where libtorch does not export them.</summary>
    public static void Require()
    {
        NativeGround.Require();
        if (!Sgemm.IsFound)
            Assert.Inconclusive("libtorch does not export the products of MKL here.");
    }
}
