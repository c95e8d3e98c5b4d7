using System.Reflection;

namespace DeepML.Estimators.Tests.PublicSurface;

[TestClass]
public sealed class PublicSurfaceTests
{
    private static readonly string[] Assemblies = ["DeepML.Networks", "DeepML.Data", "DeepML.Trainers", "DeepML.Transforms", "DeepML.Estimators"];

    [TestMethod]
    public void Every_public_type_stands_where_users_look_for_it()
    {
        var strangers = Assemblies.SelectMany(name => Assembly.Load(name).GetExportedTypes())
            .Where(type => type.Namespace is not ("DeepML" or "Microsoft.ML"))
            .Select(type => type.FullName);
        Assert.AreEqual("", string.Join(", ", strangers), "public types belong in DeepML, catalog methods in Microsoft.ML");
    }
}
