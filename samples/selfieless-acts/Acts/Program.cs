using Samples.Shared.Hosting;
using Samples.Shared.UserChecks;
using SelfieLess.Acts;
using SelfieLess.Store;

return await ServiceHost.RunAsync("Acts", variables =>
{
    var settings = ServiceSettings.Read(variables, 8000);
    return ActsService.StartAsync(settings, UsersAddress.Read(variables, settings.Listen));
});
