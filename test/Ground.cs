using DeepML.Networks;

namespace DeepML.Testing;

/// <summary>Has libtorch loaded as every fit has it loaded, for tests that make networks without one: oneDNN is tried then.</summary>
[TestClass]
public sealed class Ground
{
    [AssemblyInitialize]
    public static void Lay(TestContext context) => NativeGround.Require();
}
